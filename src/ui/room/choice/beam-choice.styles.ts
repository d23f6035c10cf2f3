import { css } from 'lit';

export const beamChoiceStyles = css`
  .choosing {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-3);
    margin-block-end: var(--space-2);
  }
  .choosing p {
    flex: 1 1 auto;
  }
  /* On one row: a second row with one of them alone looks lost. */
  .both {
    display: flex;
    flex-wrap: wrap;
    margin-inline: calc(-1 * var(--space-4));
  }
  label {
    display: flex;
    flex: 1 1 auto;
    align-items: baseline;
    gap: var(--space-3);
    min-inline-size: 0;
    /* The whole row is the target. */
    min-block-size: var(--target);
    margin-block: calc(-1 * var(--space-2));
    padding-block: 0.5625rem;
  }
  input {
    flex: none;
    inline-size: 1.1rem;
    block-size: 1.1rem;
    margin: 0;
    align-self: center;
    accent-color: var(--beam);
  }
  label:has(input:enabled) {
    cursor: pointer;
  }
`;
