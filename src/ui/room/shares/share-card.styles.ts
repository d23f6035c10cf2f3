/** A card with one share of a room. */
import { css } from 'lit';

export const shareCardStyles = css`
  .share {
    --status-tone: var(--link);
    --status-good: var(--good);
    --status-bad: var(--bad);
    display: grid;
    gap: var(--space-4);
  }
  .share > * {
    min-inline-size: 0;
    margin-block: 0;
  }
  .share > :first-child {
    margin-block-end: var(--space-2);
  }
  .percent {
    font-size: var(--text-l);
    font-weight: 700;
    line-height: 1.1;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-3) var(--space-4);
  }
  .people span {
    margin-inline-end: var(--space-3);
    display: inline-block;
  }
`;
