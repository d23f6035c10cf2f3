import { css } from 'lit';

export const beamConnectionStyles = css`
  section {
    margin-block-end: calc(-1 * var(--space-3));
  }
  h2 {
    margin-block-end: var(--space-2);
  }
  h3 {
    margin-block-start: var(--space-3);
    font-size: var(--text-s);
    font-weight: 680;
  }
  summary {
    display: inline-flex;
    align-items: center;
    min-block-size: var(--target);
    color: var(--link);
    font-size: var(--text-s);
    font-weight: 600;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::after {
    content: '';
    inline-size: 0.4375rem;
    block-size: 0.4375rem;
    margin: -0.1875rem 0.125rem 0 0.5rem;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    transform: rotate(45deg);
    transition: transform var(--quick);
  }
  details[open] summary::after {
    margin-block-start: 0.1875rem;
    transform: rotate(225deg);
  }

  details[open] {
    margin-block-end: var(--space-3);
  }
`;
