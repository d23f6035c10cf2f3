/**
 * What is below a share's stage: files, shares and notes, and beside them, where the page is wide enough, the people and
 * the connection. Each column grows at its end, so that what comes later moves nothing.
 */
import { css } from 'lit';

export const belowStyles = css`
  .below {
    display: grid;
    gap: var(--space-4);
    margin-block-start: var(--space-4);
  }
  .column {
    display: contents;
  }
  .below > *,
  .column > * {
    min-inline-size: 0;
  }
  .below beam-files,
  .below beam-choice {
    min-block-size: 12rem;
  }
  /* The place of what is not here yet. */
  .to-come {
    border-style: dashed;
    background: repeating-linear-gradient(var(--sunken) 0 1rem, transparent 1rem 3rem) content-box;
  }
  @media (max-width: 43.99rem) {
    .people-first {
      order: -1;
    }
  }
  @media (min-width: 44rem) {
    .below {
      grid-template-columns: 3fr 2fr;
      align-items: start;
    }
    .column {
      display: grid;
      gap: var(--space-4);
    }
    .below:not(:has(> .main > *)),
    .below:not(:has(> .side > *)) {
      grid-template-columns: 1fr;
    }
    .column:not(:has(> *)) {
      display: none;
    }
  }
`;
