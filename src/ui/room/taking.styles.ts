/** The figures and the buttons of a share of somebody else. */
import { css } from 'lit';

export const takingStyles = css`
  .rates {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--space-1) var(--space-4);
    margin-block: var(--space-3);
  }
  .rates .quiet {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-4);
    font-size: var(--text-m);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-3) var(--space-4);
    margin-block-start: var(--space-5);
  }
  .actions p {
    flex: 1 1 12rem;
  }
  @media (max-width: 32rem) {
    .choices .button {
      flex: 1 1 100%;
    }
  }
`;
