import { css } from 'lit';

export const beamLinkStyles = css`
  :host {
    display: grid;
    gap: var(--space-5);
  }
  .link {
    display: grid;
    align-content: start;
    gap: var(--space-2);
    min-inline-size: 0;
  }
  input {
    inline-size: 100%;
    min-block-size: 3rem;
    padding: 0 var(--space-4);
    border: 1.5px solid var(--stage-line);
    border-radius: var(--radius-s);
    background: rgb(0 0 0 / 28%);
    color: var(--stage-ink);
    font: 1rem/1.2 var(--font-figures);
    text-overflow: ellipsis;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-3);
    margin-block-start: var(--space-2);
  }
  .primary {
    flex: 1 0 auto;
    max-inline-size: min(20rem, 100%);
  }
  .code {
    display: grid;
    justify-items: center;
    gap: var(--space-2);
  }
  beam-qr {
    inline-size: min(13rem, 70vw);
  }
  @media (min-width: 44rem) {
    :host {
      grid-template-columns: 1fr auto;
      align-items: center;
      gap: var(--space-7);
    }
    beam-qr {
      inline-size: 11.5rem;
    }
  }
`;
