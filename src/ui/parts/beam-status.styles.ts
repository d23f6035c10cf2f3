import { css } from 'lit';

export const beamStatusStyles = css`
  .line {
    --tone: var(--status-tone, var(--beam));
    position: relative;
    padding-inline-start: 1.375rem;
    color: var(--ink-soft);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .line:not([data-status]) {
    padding: 0;
  }
  [data-status]::before {
    content: '';
    position: absolute;
    inset-inline-start: 0;
    inset-block-start: 0.5em;
    inline-size: 0.625rem;
    block-size: 0.625rem;
    border: 2px solid var(--tone);
    border-radius: 50%;
  }
  :is([data-tone='busy'], [data-tone='good'], [data-status='ready'])::before {
    background: var(--tone);
  }
  /* Not by colour alone. */
  [data-tone='warn']::before {
    border-radius: 0;
    transform: rotate(45deg);
  }
  [data-tone='good'] {
    --tone: var(--status-good, var(--stage-good));
  }
  [data-tone='bad'] {
    --tone: var(--status-bad, var(--stage-bad));
  }
  .remark {
    display: block;
    margin-block-start: 0.375rem;
    font-size: 0.9375em;
  }
  strong {
    margin-inline-end: 0.25em;
    color: var(--tone);
    font-weight: 700;
  }
`;
