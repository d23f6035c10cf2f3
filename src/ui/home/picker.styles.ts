/** A file input that looks like a button. The input lies over the button, and has the click, the name and the focus. */
import { css } from 'lit';

export const pickerStyles = css`
  .picker {
    position: relative;
    display: grid;
  }
  .picker input {
    position: absolute;
    inset: 0;
    z-index: 1;
    inline-size: 100%;
    block-size: 100%;
    opacity: 0;
    cursor: pointer;
  }
  input::file-selector-button {
    cursor: pointer;
  }
  input:hover + .primary {
    background: var(--beam-bright);
  }
  input:hover + .plain {
    background: var(--sunken);
  }
  input:focus-visible + .button {
    outline: 3px solid var(--focus);
    outline-offset: 4px;
  }
`;
