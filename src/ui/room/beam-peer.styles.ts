import { css } from 'lit';

export const beamPeerStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    column-gap: var(--space-3);
    padding-block: var(--space-3);
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--space-3);
  }
  p {
    grid-row: 2;
  }
  p span {
    margin-inline-end: var(--space-3);
    display: inline-block;
  }
  .button {
    grid-row: 1 / span 2;
    grid-column: 2;
    padding: 0;
  }
  beam-progress {
    grid-column: 1 / -1;
    margin-block-start: var(--space-2);
  }
  [data-tone='good'] {
    color: var(--good);
    font-weight: 620;
  }
  [data-tone='bad'] {
    color: var(--bad);
    font-weight: 620;
  }
`;
