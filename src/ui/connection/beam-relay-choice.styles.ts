import { css } from 'lit';

export const beamRelayChoiceStyles = css`
  label {
    display: inline-flex;
    align-items: center;
    gap: var(--space-3);
    min-block-size: var(--target);
    font-weight: 620;
    cursor: pointer;
  }
  input {
    flex: none;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    margin: 0;
    accent-color: var(--beam-on-paper);
    cursor: pointer;
  }
`;
