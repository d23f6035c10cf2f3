import { css } from 'lit';

export const beamStagesStyles = css`
  :host {
    container-type: inline-size;
  }
  ol {
    display: grid;
    margin-block-start: var(--space-2);
    font-size: var(--text-s);
    line-height: 1.35;
  }
  li {
    --mark: var(--ink-soft);
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 var(--space-3);
    padding: var(--space-2) 0 var(--space-2) 1.625rem;
    color: var(--ink-soft);
    overflow-wrap: anywhere;
  }
  li + li {
    border-block-start: 1px solid var(--line);
  }
  /* what the picture's lamp and ring are: empty, lit, filled, crossed */
  li::before {
    content: '';
    position: absolute;
    inset-block-start: 0.8125rem;
    inset-inline-start: 0.125rem;
    inline-size: 0.75rem;
    block-size: 0.75rem;
    border: 2px solid var(--mark);
    border-radius: 50%;
  }
  [data-state='active'] {
    --mark: var(--beam-on-paper);
  }
  [data-state='active']::before {
    box-shadow: 0 0 0 3px rgb(255 189 74 / 35%);
  }
  [data-state='done'] {
    --mark: var(--good);
  }
  [data-state='done']::before {
    background: var(--mark);
  }
  [data-state='failed'] {
    --mark: var(--bad);
  }
  [data-state='failed']::before {
    background: linear-gradient(45deg, transparent 42%, var(--mark) 42% 58%, transparent 58%);
  }

  .term {
    grid-column: 1;
    color: var(--ink);
    font-weight: 680;
  }
  [data-state='waiting'] .term {
    color: inherit;
    font-weight: 500;
  }
  .plain {
    grid-column: 1;
  }
  .state,
  .time {
    grid-column: 2;
    text-align: end;
  }
  .state {
    grid-row: 1;
  }
  .time {
    grid-row: 2;
  }
  [data-state='active'] .state,
  [data-state='failed'] .state {
    color: var(--ink);
    font-weight: 620;
  }
  [data-state='failed'] .state {
    color: var(--bad);
  }

  @container (min-width: 38rem) {
    ol {
      grid-template-columns: repeat(4, 1fr);
      gap: var(--space-4);
      margin-block-start: var(--space-3);
    }
    li + li {
      border: 0;
    }
    li {
      grid-template-columns: auto 1fr;
      align-content: start;
      gap: 0 var(--space-2);
    }
    .term,
    .plain {
      grid-column: 1 / -1;
    }
    .state,
    .time {
      grid-row: 3;
      text-align: start;
    }
    .state {
      grid-column: 1;
    }
  }

  @media (forced-colors: active) {
    [data-state='done']::before {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
