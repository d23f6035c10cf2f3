import { css } from 'lit';

export const beamNoticesStyles = css`
  p {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
    margin-block-end: var(--space-4);
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--line);
    border-inline-start: 4px solid var(--beam-on-paper);
    border-radius: var(--radius-s);
    background: var(--raised);
  }
  p:last-child {
    margin-block-end: var(--space-5);
  }
`;
