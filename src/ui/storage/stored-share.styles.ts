/** A share in a list of shares: its name on one line, and figures below it. */
import { css } from 'lit';

export const storedShareStyles = css`
  .what {
    display: grid;
    min-inline-size: 0;
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    unicode-bidi: isolate;
  }
`;
