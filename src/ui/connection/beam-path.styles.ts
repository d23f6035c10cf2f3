import { css } from 'lit';

export const beamPathStyles = css`
  :host {
    container-type: inline-size;
    font-size: var(--text-s);
  }
  .parts {
    display: grid;
    gap: var(--space-4);
  }
  @container (min-width: 38rem) {
    .parts {
      grid-template-columns: 1fr 1fr;
      column-gap: var(--space-6);
      align-items: start;
    }
    beam-stages,
    .figures-list {
      grid-column: 1 / -1;
    }
    .figures-list {
      grid-template-columns: 1fr 1fr;
      column-gap: var(--space-6);
    }
  }
  beam-stages {
    margin-block-start: var(--space-2);
  }
  dl {
    display: grid;
    gap: var(--space-2);
  }
  dl div {
    display: grid;
    grid-template-columns: minmax(min(6rem, 40%), 1fr) minmax(0, 2fr);
    gap: var(--space-3);
  }
  dt {
    min-inline-size: 0;
    overflow-wrap: anywhere;
    color: var(--ink-soft);
  }
  dd {
    min-inline-size: 0;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .print {
    font-family: var(--font-figures);
    font-size: 0.8125rem;
    word-spacing: 0.15em;
  }

  table {
    inline-size: 100%;
    overflow-wrap: anywhere;
    border-collapse: collapse;
  }
  caption {
    padding-block-end: var(--space-1);
    font-weight: 680;
    text-align: start;
  }
  th,
  td {
    padding: var(--space-1) 0 var(--space-1) var(--space-3);
    border-block-start: 1px solid var(--line);
    font-weight: inherit;
    text-align: end;
    vertical-align: baseline;
  }
  thead th {
    border: 0;
    color: var(--ink-soft);
  }
  th:first-child {
    padding-inline-start: 0;
    text-align: start;
  }
`;
