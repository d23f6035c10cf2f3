/**
 * The picture is dark in both themes, as the stage is. It changes only when a stage does: nothing here may paint while
 * bytes move (docs/decisions.md).
 */
import { css } from 'lit';

export const beamStagesPictureStyles = css`
  :host {
    padding: var(--space-4) var(--space-3);
    border-radius: var(--radius-m);
    background: radial-gradient(120% 160% at 0% 0%, var(--stage-light), var(--stage) 62%);
  }
  svg {
    inline-size: 100%;
    max-inline-size: 30rem;
    margin-inline: auto;
    stroke: var(--stage-line);
    stroke-width: 2;
    overflow: visible;
  }
  svg :is(g, path, rect, circle) {
    transition:
      stroke var(--calm) var(--ease),
      fill var(--calm) var(--ease),
      opacity var(--calm) var(--ease);
  }
  text {
    fill: var(--stage-soft);
    stroke: none;
    font: 600 10.5px var(--font);
  }

  [data-state='active'] {
    stroke: var(--beam);
  }
  [data-state='done'] {
    stroke: var(--stage-soft);
  }
  [data-state='failed'] {
    stroke: var(--stage-bad);
  }
  .way {
    stroke-dasharray: 0.1 6;
  }
  :is(.signaling, .connecting)[data-state='active'] .way {
    stroke-width: 2.5;
  }
  .paper,
  .server,
  .relay,
  .ground,
  .lock,
  .cross circle {
    fill: var(--stage);
  }
  .ground {
    stroke: none;
  }
  [data-state='waiting'] .ground {
    opacity: 0;
  }
  .securing:is([data-state='active'], [data-state='done']) {
    stroke: var(--beam);
  }
  .securing[data-state='done'] .lock {
    fill: var(--beam);
  }
  .securing[data-state='done'] .keyhole {
    stroke: var(--on-beam);
  }
  .wall {
    stroke-width: 3;
  }

  .near {
    stop-color: var(--beam);
    stop-opacity: 0.5;
  }
  .far {
    stop-color: var(--beam);
    stop-opacity: 0;
  }
  .cone,
  .beam {
    opacity: 0;
  }
  .cone {
    fill: url(#light);
    stroke: none;
  }
  .beam {
    stroke: var(--beam);
    stroke-width: 4;
  }
  .communicating:is([data-state='active'], [data-state='done']) > * {
    opacity: 1;
  }

  .halo {
    fill: var(--beam);
    stroke: none;
    opacity: 0.24;
  }
  .lamp {
    fill: var(--beam-bright);
    stroke: none;
  }
  .ring {
    stroke: var(--stage-soft);
    stroke-width: 3;
    fill: var(--stage);
  }
  .ring:is([data-state='active'], [data-state='done']) {
    stroke: var(--beam-bright);
  }
  .ring[data-state='done'] {
    fill: var(--beam);
  }
  .cross {
    stroke: var(--stage-bad);
    stroke-width: 2.5;
  }

  @media (forced-colors: active) {
    :host {
      border: 1px solid CanvasText;
    }
    svg {
      forced-color-adjust: none;
    }
  }
`;
