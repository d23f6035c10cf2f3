import { css } from 'lit';

export const uploadLimitStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-3);
  }
  label {
    font-weight: 620;
  }
  .quiet {
    flex: 1 1 100%;
  }
`;
