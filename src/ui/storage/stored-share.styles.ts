/** A share in a list of shares: its name in one line, and what there is to say of it below. */
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
