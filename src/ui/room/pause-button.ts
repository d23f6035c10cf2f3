/** One button, Pause or Resume: its name says what it does next. */
import { html, type TemplateResult } from 'lit';

import type { Session } from '../app/session-list.ts';
import { words } from '../strings/words.ts';

export function pauseButton(session: Session, isPaused: boolean): TemplateResult {
  return html`<button class="button" type="button" @click=${() => (isPaused ? session.resume() : session.pause())}>
    ${isPaused ? words.resume() : words.pause()}
  </button>`;
}
