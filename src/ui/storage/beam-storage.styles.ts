import { css } from 'lit';

export const beamStorageStyles = css`
  header,
  footer,
  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
  }
  h2:focus {
    outline: none;
  }
  footer {
    flex-wrap: wrap;
    margin-block-start: var(--space-4);
  }
  ul {
    margin-block-start: var(--space-4);
  }
  li {
    padding-block: var(--space-3);
    border-block-start: 1px solid var(--line);
  }
  .empty {
    margin-block-start: var(--space-4);
  }
  .error {
    color: var(--bad);
  }
`;
