import { css } from 'lit';

export const beamReceiverStyles = css`
  beam-progress {
    margin-block: var(--space-5) var(--space-4);
  }
  .rates {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--space-1) var(--space-4);
    margin-block-end: var(--space-3);
  }
  .percent {
    color: var(--beam-bright);
    font-size: var(--text-2xl);
    font-weight: 720;
    line-height: 1;
    letter-spacing: -0.03em;
  }
  .rates .quiet {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-4);
    font-size: var(--text-m);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-3) var(--space-4);
    margin-block-start: var(--space-5);
  }
  .actions .primary {
    min-inline-size: 13rem;
  }
  .actions p {
    flex: 1 1 12rem;
  }
  @media (max-width: 32rem) {
    .choices .button {
      flex: 1 1 100%;
    }
  }
  beam-relay-choice {
    margin: var(--space-4) var(--space-2) 0;
  }
`;
