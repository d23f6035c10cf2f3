import { css } from 'lit';

export const beamSenderStyles = css`
  beam-progress {
    margin-block: var(--space-4) var(--space-3);
  }
  .state {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    justify-content: space-between;
    gap: var(--space-4);
    /* As many lines as it may have: the link below stays where it is. */
    min-block-size: 4.5rem;
    margin-block-end: var(--space-5);
  }
  .state beam-status {
    flex: 1 1 12rem;
  }
  :is(h1, .quiet) + .state {
    margin-block-start: var(--space-4);
  }
  .percent {
    color: var(--beam-bright);
    font-size: var(--text-xl);
    font-weight: 700;
    line-height: 1.1;
  }
  .to-come {
    min-block-size: 9.125rem;
  }
  beam-terms {
    margin: 0;
  }
  section.card ul {
    margin-block: var(--space-1) calc(-1 * var(--space-3));
  }
  /* Below a list that reaches down into the card's padding. */
  .gave {
    margin-block-start: var(--space-6);
  }
  .other {
    padding-block: var(--space-3);
  }
  li + li {
    border-block-start: 1px solid var(--line);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-4);
    margin-block-start: var(--space-5);
  }
  .end {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-4);
  }
  @media (min-width: 44rem) {
    .state {
      min-block-size: 3rem;
    }
  }
`;
