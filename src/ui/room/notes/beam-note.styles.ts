import { css } from 'lit';

export const beamNoteStyles = css`
  :host {
    position: relative;
    display: grid;
    gap: var(--space-1);
    justify-items: start;
    min-inline-size: 0;
  }
  :host([data-own]) {
    justify-items: end;
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-2);
    max-inline-size: 100%;
  }
  :host([data-own]) .who {
    justify-content: flex-end;
  }
  .who strong {
    font-size: var(--text-s);
  }
  .written {
    max-inline-size: min(100%, 44rem);
    padding: var(--space-2) var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    border-start-start-radius: var(--space-1);
    background: var(--sunken);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    word-break: normal;
    tab-size: 4;
    unicode-bidi: plaintext;
    /* A letter can have marks without end on top of it. */
    overflow: clip;
  }
  :host([data-own]) .written {
    border-radius: var(--radius-m);
    border-start-end-radius: var(--space-1);
    border-color: color-mix(in srgb, var(--beam) 55%, var(--line));
    background: color-mix(in srgb, var(--beam) 16%, var(--raised));
  }
  :host([data-own]) .who .button {
    margin-inline-end: calc(-1 * var(--space-2));
  }
  a {
    color: var(--link);
    text-decoration-thickness: 1px;
    text-underline-offset: 0.18em;
    unicode-bidi: isolate;
  }
  .host {
    color: var(--ink-soft);
    unicode-bidi: isolate;
  }
  .more {
    display: block;
    color: var(--ink-soft);
  }
  .button {
    min-block-size: 2.75rem;
    min-inline-size: 2.75rem;
    padding: var(--space-1) var(--space-2);
    color: var(--ink-soft);
    font-size: var(--text-s);
    font-weight: 500;
  }
  .button svg {
    inline-size: 1.1rem;
    block-size: 1.1rem;
  }
`;
