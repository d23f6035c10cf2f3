/** What several elements share: buttons, cards, the stage, text that only screen readers get. */
import { css } from 'lit';

export const sharedStyles = css`
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1,
  h2 {
    line-height: 1.2;
    letter-spacing: -0.02em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  :lang(ko) :is(h1, h2) {
    letter-spacing: -0.035em;
  }
  h1 {
    font-size: var(--text-xl);
    font-weight: 720;
  }
  h1 + .quiet {
    margin-block-start: var(--space-1);
  }
  h1:focus {
    outline: none;
  }
  h2 {
    font-size: var(--text-m);
    font-weight: 680;
    letter-spacing: 0;
  }

  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 3px;
  }

  .quiet {
    color: var(--ink-soft);
    font-size: var(--text-s);
  }
  .figures {
    font-variant-numeric: tabular-nums;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .button {
    display: inline-flex;
    flex: none;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-block-size: var(--target);
    min-inline-size: var(--target);
    max-inline-size: 100%;
    padding: var(--space-2) var(--space-4);
    border: 1.5px solid var(--line);
    border-radius: 999px;
    background: transparent;
    color: inherit;
    font: inherit;
    font-size: var(--text-m);
    font-weight: 620;
    line-height: 1.2;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition:
      background-color var(--quick),
      border-color var(--quick),
      transform var(--quick);
  }
  .button:hover {
    background: var(--sunken);
    border-color: currentColor;
  }
  .button:active {
    transform: translateY(1px);
  }
  .button.primary {
    min-block-size: 3.25rem;
    padding-inline: var(--space-6);
    border-color: transparent;
    background: var(--beam);
    color: var(--on-beam);
    font-size: var(--text-l);
    font-weight: 700;
  }
  .button.primary:hover {
    background: var(--beam-bright);
  }
  .button.plain {
    border-color: transparent;
  }
  .button svg {
    flex: none;
  }

  .card {
    padding: var(--space-5);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--raised);
  }

  .stage {
    --focus: var(--beam-bright);
    --ink-soft: var(--stage-soft);
    --line: var(--stage-line);
    --sunken: var(--stage-light);
    position: relative;
    padding: clamp(var(--space-5), 5vw, var(--space-7)) clamp(var(--space-4), 5vw, var(--space-7));
    border-radius: var(--radius-l);
    background: radial-gradient(120% 160% at 0% 0%, var(--stage-light), var(--stage) 62%);
    color: var(--stage-ink);
    isolation: isolate;
    overflow: clip;
  }

  svg {
    display: block;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
