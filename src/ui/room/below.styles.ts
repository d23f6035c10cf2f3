/** The cards below a share's stage: side by side where the page is wide enough. */
import { css } from 'lit';

export const belowStyles = css`
  .below {
    display: grid;
    gap: var(--space-4);
    margin-block-start: var(--space-4);
  }
  .below > * {
    min-inline-size: 0;
  }
  @media (min-width: 44rem) {
    .below {
      grid-template-columns: 3fr 2fr;
      align-items: start;
      /* A card goes up beside another one, past those that are as wide as both. */
      grid-auto-flow: dense;
    }
    .wide,
    [unfolded],
    .below > :only-child {
      grid-column: 1 / -1;
    }
  }
`;
