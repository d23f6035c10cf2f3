/** What a page shows of a room beside its first share. Loaded when there is a room. */
import { html, nothing } from 'lit';

import type { PersonView, RoomSession, RoomView } from '../../../session/view/room.ts';
import { addKorean } from '../../strings/locale.ts';
import { sharesTemplates } from '../../strings/shares-korean.ts';
import { sharesWords } from '../../strings/shares.ts';
import { words } from '../../strings/words.ts';
import { authorText } from '../notes/note-author.ts';
import './beam-add.ts';
import './beam-guests.ts';
import './beam-shares.ts';

addKorean(sharesTemplates);

/** Of a link that asks for files. The heading is for those who opened it. */
export const askingTexts = () => ({
  purpose: sharesWords.asked(),
  heading: sharesWords.sendHere(),
  below: sharesWords.below(),
});

export function sharesIn(room: RoomSession, canAdd: boolean) {
  const { given, added, isAdding, error, canAdd: mayAdd } = room.view;
  const isOpen = canAdd && (mayAdd || isAdding || error !== undefined);
  if (given.length === 0 && added.length === 0 && !isOpen) return nothing;
  return html`<beam-shares class="wide" .room=${room} .canAdd=${isOpen}></beam-shares>`;
}

export const addTo = (room: RoomSession) => html`<beam-add .room=${room} .isFirst=${true}></beam-add>`;

export const guestsIn = (room: RoomSession) => html`<beam-guests .room=${room}></beam-guests>`;

/** Those who are here; and the host, even when away. */
export function peopleIn({ people }: RoomView) {
  const shown = people.filter(({ isHere, isHost }) => isHere || isHost);
  return html`<section class="card">
    <h2>${words.people()}</h2>
    <ul class="people" role="list" aria-label=${words.people()}>
      <li><strong>${words.you()}</strong></li>
      ${shown.map((person) => html`<li>${personIn(person)}</li>`)}
    </ul>
  </section>`;
}

const personIn = ({ isHost, isHere, number }: PersonView) =>
  html`<strong>${authorText({ isOwn: false, isHost, peerNumber: number })}</strong>
    ${isHere ? nothing : html`<span class="quiet">${sharesWords.away()}</span>`}`;
