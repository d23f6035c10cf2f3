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
    min-inline-size: min(13rem, 100%);
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
  @media (max-width: 43.99rem) {
    .coming {
      min-block-size: 7rem;
    }
    .coming.notes {
      min-block-size: 26rem;
    }
  }
  beam-relay-choice {
    margin-inline: var(--space-2);
  }

  /* Room for what comes later: the size, the figures, the buttons, the list. */
  .stage {
    min-block-size: 31.75rem;
  }
  h1 + .quiet {
    min-block-size: 1lh;
  }
  beam-status {
    min-block-size: 4.5rem;
  }
  .rates {
    min-block-size: 6.25rem;
    align-content: start;
  }
  .to-come {
    min-block-size: 12rem;
  }
  @media (max-width: 43.99rem) {
    /* On lines of their own, however long the figures are just now and whatever buttons there are. */
    .rates .percent,
    .actions p {
      flex: 1 0 100%;
    }
    .main {
      display: grid;
      align-content: start;
      gap: var(--space-4);
      min-block-size: 36rem;
    }
  }
  @media (min-width: 44rem) {
    .stage {
      min-block-size: 26.375rem;
    }
    beam-status,
    .rates {
      min-block-size: 0;
    }
  }
`;
