import { css } from 'lit';

export const beamHowStyles = css`
  :host {
    counter-reset: stage;
  }
  h1 {
    font-size: var(--text-2xl);
    line-height: 1.1;
    letter-spacing: -0.035em;
  }
  p,
  dd,
  li {
    max-inline-size: 38em;
    text-wrap: pretty;
  }
  .lead {
    margin-block: var(--space-3) var(--space-6);
    color: var(--ink-soft);
    font-size: var(--text-l);
  }

  .of-stage {
    counter-increment: stage;
    display: grid;
    gap: var(--space-4) var(--space-6);
    margin-block-end: var(--space-7);
  }
  .text,
  .card {
    display: grid;
    gap: var(--space-3);
    align-content: start;
    min-inline-size: 0;
  }
  h2 {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--space-2);
    font-size: var(--text-xl);
    font-weight: 720;
    letter-spacing: -0.02em;
  }
  .of-stage h2::before {
    content: counter(stage) / '';
    color: var(--beam-on-paper);
    font-variant-numeric: tabular-nums;
  }
  h2 .quiet {
    font-size: var(--text-m);
    font-weight: 400;
    letter-spacing: 0;
  }
  h3 {
    margin-block-start: var(--space-2);
    font-size: var(--text-m);
    font-weight: 680;
  }

  dl {
    display: grid;
    gap: var(--space-3);
    padding-inline-start: var(--space-4);
    border-inline-start: 3px solid var(--beam-on-paper);
  }
  dt {
    font-weight: 680;
  }
  ul {
    display: grid;
    gap: var(--space-2);
    padding-inline-start: 1.25em;
    list-style: disc;
  }
  li::marker {
    color: var(--beam-on-paper);
  }
  .button {
    margin-block-start: var(--space-5);
  }

  @media (min-width: 52rem) {
    .of-stage {
      grid-template-columns: 2fr 3fr;
      align-items: start;
    }
    beam-stages-picture {
      position: sticky;
      inset-block-start: var(--space-4);
    }
  }
`;
