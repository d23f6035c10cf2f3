import { css } from 'lit';

export const beamNotesStyles = css`
  :host {
    position: relative;
    display: grid;
    gap: var(--space-3);
    min-inline-size: 0;
  }
  ol {
    position: relative;
    display: grid;
    gap: var(--space-3);
    max-block-size: min(32rem, 70vh);
    margin-inline: calc(-1 * var(--space-2));
    padding: var(--space-1) var(--space-2);
    overflow-y: auto;
    overscroll-behavior: contain;
    border-radius: var(--radius-s);
  }
  li {
    min-inline-size: 0;
  }
  form {
    display: grid;
    gap: var(--space-2);
  }
  textarea {
    inline-size: 100%;
    min-block-size: 3rem;
    max-block-size: 14rem;
    padding: var(--space-3) var(--space-4);
    border: 1.5px solid var(--line);
    border-radius: var(--radius-s);
    background: transparent;
    color: inherit;
    /* Not below 16 px: iOS zooms into smaller ones. */
    font: inherit;
    resize: vertical;
    field-sizing: content;
  }
  textarea[aria-invalid='true'] {
    border-color: var(--bad);
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
  }
  .ways .button {
    margin-inline-start: auto;
    border-color: transparent;
    background: var(--beam);
    color: var(--on-beam);
    font-weight: 680;
  }
  .ways .button:hover {
    background: var(--beam-bright);
  }
  .refusal {
    color: var(--bad);
    font-size: var(--text-s);
  }
  .keeping label {
    display: inline-flex;
    align-items: center;
    gap: var(--space-3);
    min-block-size: var(--target);
    cursor: pointer;
  }
  .keeping input {
    flex: none;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    margin: 0;
    accent-color: var(--beam-on-paper);
    cursor: pointer;
  }
  .earlier {
    justify-self: center;
  }
  /* On a keyboard of glass there is no Shift+Enter to speak of. */
  @media (hover: none) and (pointer: coarse) {
    .hint {
      display: none;
    }
  }
`;
