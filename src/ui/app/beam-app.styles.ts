import { css } from 'lit';

export const beamAppStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    max-inline-size: 60rem;
    min-block-size: 100vh;
    min-block-size: 100dvh;
    margin-inline: auto;
    padding-inline: max(var(--space-4), env(safe-area-inset-left)) max(var(--space-4), env(safe-area-inset-right));
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    padding-block: var(--space-4) var(--space-5);
  }
  .home {
    display: inline-flex;
    align-items: center;
    gap: var(--space-3);
    min-block-size: var(--target);
    border-radius: var(--radius-s);
    color: inherit;
    font-size: var(--text-l);
    font-weight: 720;
    letter-spacing: -0.02em;
    text-decoration: none;
  }
  main {
    flex: 1 0 auto;
  }
  /* Such a page grows while it loads. Its end begins below what is in view, so that it does not jump there. */
  .growing {
    min-block-size: calc(100vh - 5.25rem);
  }
  footer {
    padding-block: var(--space-6) max(var(--space-4), env(safe-area-inset-bottom));
  }
  header .button {
    margin-inline-end: calc(-1 * var(--space-4));
  }

  .over {
    position: fixed;
    inset: var(--space-2);
    z-index: 2;
    display: grid;
    place-items: end center;
    padding: var(--space-6);
    border: 3px dashed var(--beam-on-paper);
    border-radius: var(--radius-l);
    pointer-events: none;
  }
  .over span {
    padding: var(--space-3) var(--space-5);
    border-radius: 999px;
    background: var(--beam);
    color: var(--on-beam);
    font-size: var(--text-l);
    font-weight: 700;
  }

  @media (min-width: 44rem) {
    header {
      padding-block: var(--space-5) var(--space-6);
    }
  }
`;
