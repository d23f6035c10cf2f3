import { css } from 'lit';

export const beamHomeStyles = css`
  h1 {
    max-inline-size: 15em;
    font-size: var(--text-2xl);
    line-height: 1.06;
    letter-spacing: -0.035em;
  }
  h1:lang(ko) {
    line-height: 1.18;
    letter-spacing: -0.045em;
  }
  .more {
    max-inline-size: 36em;
    margin-block: var(--space-4) var(--space-5);
    color: var(--ink-soft);
    font-size: clamp(var(--text-m), 0.95rem + 0.5vw, var(--text-l));
    text-wrap: pretty;
  }
  .stage {
    display: grid;
    justify-items: center;
    gap: var(--space-2);
    padding-block: var(--space-7) var(--space-6);
    text-align: center;
    transition: box-shadow var(--calm) var(--ease);
  }
  :host([lit]) .stage {
    box-shadow: 0 0 0 4px var(--beam);
  }

  .carry {
    position: relative;
    inline-size: 100%;
    display: grid;
    justify-items: center;
  }
  beam-progress {
    position: absolute;
    inset-inline: 0;
    inset-block-start: 0.875rem;
  }
  .carry .ends {
    display: flex;
    justify-content: space-between;
    inline-size: 100%;
    margin-block-start: -0.5rem;
    color: var(--stage-soft);
    font-size: var(--text-s);
  }

  .carry .picker {
    box-shadow: 0 0 3.5rem 0.5rem rgb(255 189 74 / 34%);
    border-radius: 999px;
  }
  .picker .primary {
    min-block-size: 4rem;
    padding-inline: clamp(1.75rem, 6vw, 3rem);
    font-size: 1.25rem;
  }
  beam-status {
    text-align: start;
  }
  .touch {
    display: none;
  }
  @media (hover: none) {
    .touch {
      display: block;
    }
    .mouse {
      display: none;
    }
  }

  .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-4);
    margin-block-start: var(--space-4);
  }

  beam-relay-choice {
    margin: var(--space-4) var(--space-2) 0;
  }

  .open {
    margin-block-start: var(--space-4);
  }
  .open li {
    display: flex;
    align-items: center;
    gap: var(--space-4);
    padding-block: var(--space-2);
  }
  .open .quiet {
    flex: none;
  }
  .open .name {
    flex: 1 1 auto;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
    gap: var(--space-4) var(--space-6);
    margin-block-start: var(--space-6);
  }
  .facts li {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 var(--space-3);
    align-content: start;
  }
  .facts svg {
    grid-row: span 2;
    margin-block-start: 0.125rem;
    color: var(--beam-on-paper);
  }
`;
