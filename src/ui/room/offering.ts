/** What a share of this person shows and asks, wherever it is shown. */
import { html, nothing } from 'lit';

import type { OfferedSession, OfferedView } from '../../session/view/send.ts';
import { words } from '../strings/words.ts';
import './beam-files.ts';
import { pauseButton } from './pause-button.ts';

/** Its files, and what of the choice is not shared. @param look classes of the cards */
export function offeredFiles({ files, amount, withdrawn }: OfferedView, label: string, look = '') {
  return html`<beam-files class=${look} .files=${files} .amount=${amount} .label=${label} .withdrawn=${withdrawn}
    .withdrawnHint=${words.withdrawnHere()}></beam-files>`;
}

export function leftOutOf({ leftOut }: OfferedView, look = '') {
  if (leftOut === undefined) return nothing;
  void import('../home/beam-left-out.ts').catch(() => {});
  return html`<beam-left-out class=${look} .leftOut=${leftOut}></beam-left-out>`;
}

/** What the person does before it goes on. */
export function returnOf(session: OfferedSession) {
  const { needs, canShareRest } = session.view;
  if (needs === undefined) return nothing;
  void import('./beam-return.ts').catch(() => {});
  return html`<beam-return .session=${session} .needs=${needs} .canShareRest=${canShareRest}></beam-return>`;
}

/** Offered while somebody takes it. @param of what it is called, among several */
export function offerPause(session: OfferedSession, of?: string) {
  const { isPaused, isBusy } = session.view;
  return isPaused === undefined || !(isPaused || isBusy) ? nothing : pauseButton(session, isPaused, of);
}
