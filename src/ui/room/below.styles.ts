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
    }
    .wide,
    [unfolded],
    .below > :only-child {
      grid-column: 1 / -1;
    }
  }
`;
