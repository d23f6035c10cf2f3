import { css } from 'lit';

export const beamReceiverStyles = css`
  beam-progress {
    margin-block: var(--space-5) var(--space-4);
  }
  .percent {
    color: var(--beam-bright);
    font-size: var(--text-2xl);
    font-weight: 720;
    line-height: 1;
    letter-spacing: -0.03em;
  }
  .actions .primary {
    min-inline-size: 13rem;
  }
  .actions + .quiet {
    margin-block-start: var(--space-3);
  }
  .people {
    margin-block-start: var(--space-2);
  }
  .people li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--space-3);
    padding-block: var(--space-2);
  }
  .people li + li {
    border-block-start: 1px solid var(--line);
  }
  /* As high as two buttons, and as notes of which there are none. */
  .coming {
    min-block-size: 3.7rem;
  }
  .coming.notes {
    min-block-size: 22rem;
  }
  beam-relay-choice {
    margin: var(--space-4) var(--space-2) 0;
  }
`;
