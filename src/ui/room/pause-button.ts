/** One button, Pause or Resume: its name says what it does next. */
import { html, nothing, type TemplateResult } from 'lit';

import type { Session } from '../../session/view/share.ts';
import { words } from '../strings/words.ts';

/** The name of a button of one share among several: what it does, and to which. @param of undefined on a page of its own */
export const actOn = (act: string, of: string | undefined): string | typeof nothing =>
  of === undefined ? nothing : `${act}: ${of}`;

export function pauseButton(session: Session<unknown>, isPaused: boolean, of?: string): TemplateResult {
  const act = isPaused ? words.resume() : words.pause();
  return html`<button class="button" type="button" aria-label=${actOn(act, of)}
    @click=${() => (isPaused ? session.resume() : session.pause())}>
    ${act}
  </button>`;
}
