import { css } from 'lit';

export const beamRecentStyles = css`
  :host {
    margin-block-start: var(--space-4);
  }
  ul {
    margin-block: var(--space-2) calc(-1 * var(--space-3));
  }
  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
    padding-block: var(--space-3);
  }
  li + li {
    border-block-start: 1px solid var(--line);
  }
  /* On a phone the buttons go below: beside them the words would stand one below the other. */
  .what {
    flex: 1 1 14rem;
  }
  button {
    flex: none;
  }
`;
