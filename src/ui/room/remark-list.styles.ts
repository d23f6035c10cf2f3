import { css } from 'lit';

/** Sentences over a list of names, each with a reason. */
export const remarkListStyles = css`
  p {
    margin-block-start: var(--space-3);
  }
  ul {
    max-block-size: 14rem;
    margin-block-start: var(--space-1);
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  li {
    padding-block: var(--space-1);
    overflow-wrap: anywhere;
  }
  li .quiet {
    display: block;
  }
`;
