import { css } from 'lit';

export const beamFilesStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: var(--space-1) var(--space-4);
    margin-block-end: var(--space-3);
  }
  ul {
    max-block-size: 22rem;
    margin: 0 calc(-1 * var(--space-2)) calc(-1 * var(--space-2));
    padding-inline: var(--space-2);
    overflow-y: auto;
    overscroll-behavior: contain;
    border-radius: var(--radius-s);
  }
  li {
    display: flex;
    align-items: baseline;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 var(--space-4);
    padding-block: var(--space-2);
    border-block-end: 1px solid var(--line);
  }
  li:last-child {
    border-block-end: 0;
  }
  .name {
    display: flex;
    /* Where large text leaves it less than that, the size goes to a line of its own. */
    flex: 1 1 9rem;
    min-inline-size: 0;
    max-inline-size: 100%;
    overflow: hidden;
    white-space: pre;
  }
  .start,
  .end {
    unicode-bidi: isolate;
  }
  .start {
    flex: 0 9999 auto;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  /* If even the end is too long, it loses its start. */
  .end {
    display: flex;
    flex: 0 1 auto;
    justify-content: flex-end;
    min-inline-size: 0;
    overflow: hidden;
  }
  .size {
    flex: none;
  }
  .withdrawn {
    margin-block-start: var(--space-5);
    padding-block-start: var(--space-4);
    border-block-start: 1px solid var(--line);
  }
  h3 {
    font-size: var(--text-m);
  }
  .withdrawn .name {
    text-decoration: line-through;
  }
  .more {
    margin-block-start: var(--space-2);
    padding-block-start: var(--space-3);
    border-block-start: 1px solid var(--line);
  }
`;
