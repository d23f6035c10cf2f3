import { css } from 'lit';

export const beamProgressStyles = css`
  :host {
    --fill: calc(var(--percent, 0) * 1%);
  }
  :host([light='arrived']) {
    --fill: 100%;
  }
  .ray {
    position: relative;
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    min-block-size: 2.25rem;
  }
  .ends {
    display: flex;
    justify-content: space-between;
    color: var(--stage-soft);
    font-size: var(--text-s);
  }

  /*
   * The cone of the lamp: it sways while it looks for the other end, and stands still once it has found it. Nothing
   * moves in the first moments, where most connections come about, nor for longer than somebody may look: without a GPU
   * that took a third of the time from the link to the list (2026-11-21), with one it would empty a battery.
   */
  .ray::before {
    content: '';
    position: absolute;
    z-index: -1;
    inset: -9rem -4rem -9rem 0;
    background: conic-gradient(
      from 78deg at 0.4375rem 50%,
      transparent,
      rgb(255 205 120 / 30%) 12deg,
      transparent 24deg
    );
    mask: linear-gradient(90deg, #000 4%, transparent 88%);
    transform-origin: 0.4375rem 50%;
    opacity: 0.55;
    pointer-events: none;
    transition: opacity var(--calm) var(--ease);
  }
  :host([light='seeking']) .ray::before {
    animation: sway 7s ease-in-out 2s 8;
  }
  :host(:is([light='carrying'], [light='arrived'])) .ray::before {
    opacity: 0.9;
  }
  :host([light='cut']) .ray::before {
    opacity: 0;
  }
  @keyframes sway {
    25% {
      transform: rotate(-5deg);
    }
    75% {
      transform: rotate(5deg);
    }
  }

  .point {
    position: relative;
    border-radius: 50%;
    transition:
      background-color var(--calm) var(--ease),
      box-shadow var(--calm) var(--ease);
  }
  .from {
    inline-size: 0.875rem;
    block-size: 0.875rem;
    background: var(--beam-bright);
    box-shadow:
      0 0 0 0.375rem rgb(255 189 74 / 22%),
      0 0 1.75rem 0.5rem rgb(255 189 74 / 45%);
  }
  .to {
    inline-size: 1.5rem;
    block-size: 1.5rem;
    border: 3px solid var(--stage-soft);
  }
  :host(:is([light='joined'], [light='carrying'], [light='arrived'])) .to {
    border-color: var(--beam-bright);
  }
  :host([light='arrived']) .to {
    background: var(--beam);
    box-shadow: 0 0 1.75rem 0.5rem rgb(255 189 74 / 45%);
  }
  :host([light='cut']) .from {
    background: var(--stage-bad);
    box-shadow: none;
  }

  .track {
    position: relative;
    block-size: 4px;
    margin-inline: 0.375rem;
    border-radius: 4px;
    background: repeating-linear-gradient(90deg, var(--stage-line) 0 3px, transparent 3px 11px);
  }
  :host(:is([light='joined'], [light='carrying'], [light='arrived'])) .track {
    background: var(--stage-line);
  }
  .fill {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: var(--fill);
    border-radius: inherit;
    background: linear-gradient(90deg, var(--beam), var(--beam-bright));
    box-shadow: 0 0 0.875rem rgb(255 189 74 / 60%);
    overflow: hidden;
  }
  :host([light='cut']) .fill {
    background: var(--stage-bad);
    box-shadow: none;
  }

  /*
   * The light that travels while it looks for the other end. While it carries, nothing here moves by itself: painting a
   * glow sixty times a second took more of the processor than the transfer did (12 s of 17 s for 128 MB without a GPU,
   * 2026-11-20).
   */
  :host([light='seeking']) .track::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: inherit;
    background: linear-gradient(90deg, transparent 20%, var(--beam) 50%, transparent 80%);
    animation: travel 2.6s ease-in-out 2s 21 both;
  }
  :host([light='seeking']) .track {
    overflow: hidden;
  }
  :host([light='arrived']) .to::after {
    content: '';
    position: absolute;
    inset: -3px;
    border: 2px solid var(--beam-bright);
    border-radius: 50%;
    opacity: 0;
    animation: ring 1.4s var(--ease) 2;
  }
  @keyframes travel {
    from {
      transform: translateX(-100%);
    }
    to {
      transform: translateX(100%);
    }
  }
  @keyframes ring {
    from {
      opacity: 0.9;
    }
    to {
      opacity: 0;
      transform: scale(3);
    }
  }

  :host([slim]) .ray {
    display: block;
    min-block-size: 0;
  }
  :host([slim]) .point {
    display: none;
  }
  :host([slim]) .track {
    display: block;
    block-size: 6px;
    margin: 0;
    background: var(--line);
  }
  :host([slim]) .fill {
    background: var(--beam-on-paper);
    box-shadow: none;
  }
  :host([slim][light='arrived']) .fill {
    background: var(--good);
  }
  /* Whoever it is of has gone. */
  :host([slim][light='idle']) .fill {
    background: var(--ink-soft);
  }
  :host([slim][light='cut']) .fill {
    background: var(--bad);
  }
  :host([slim]) .ray::before {
    content: none;
  }

  @media (prefers-reduced-motion: reduce) {
    .track::after {
      content: none !important;
    }
  }

  @media (forced-colors: active) {
    .track,
    .point {
      outline: 1px solid CanvasText;
    }
    .fill,
    .from {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
