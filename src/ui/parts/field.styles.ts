/** A field with its label above it. */
import { css } from 'lit';

export const fieldStyles = css`
  label {
    display: grid;
    gap: var(--space-1);
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  select,
  input {
    min-inline-size: 0;
    max-inline-size: 100%;
    min-block-size: 2.75rem;
    padding-inline: var(--space-3);
    border: 1px solid var(--line);
    border-radius: 0.5rem;
    background: transparent;
    color: inherit;
    font: inherit;
  }
`;
