/** What a page shows of a room beside its first share. Loaded when there is a room. */
import { html, nothing } from 'lit';

import type { UploadChoice } from '../../../session/view/beamline.ts';
import type { SwarmView } from '../../../session/view/receive.ts';
import type { PersonView, RoomSession, RoomView } from '../../../session/view/room.ts';
import type { OfferedView, TermsView } from '../../../session/view/send.ts';
import { addKorean } from '../../strings/locale.ts';
import { sharesTemplates } from '../../strings/shares-korean.ts';
import { sharesWords } from '../../strings/shares.ts';
import { swarmTemplates } from '../../strings/swarm-korean.ts';
import { gaveLine, swarmLines } from '../../strings/swarm.ts';
import { words } from '../../strings/words.ts';
import { authorText } from '../notes/note-author.ts';
import './beam-add.ts';
import './beam-guests.ts';
import type { Helping } from './beam-shares.ts';
import './beam-shares.ts';
import './beam-swarm.ts';
import './beam-upload-limit.ts';

addKorean({ ...sharesTemplates, ...swarmTemplates });

/** Of a link that asks for files. */
export const purpose = (): string => sharesWords.asked();

export function sharesIn(room: RoomSession, canAdd: boolean, helping: Helping | undefined) {
  const { given, added, isAdding, error, canAdd: mayAdd } = room.view;
  const isOpen = canAdd && (mayAdd || isAdding || error !== undefined);
  if (given.length === 0 && added.length === 0 && !isOpen) return nothing;
  return html`<beam-shares .room=${room} .canAdd=${isOpen}
    .helping=${helping}></beam-shares>`;
}

export const addTo = (room: RoomSession) => html`<beam-add .room=${room} .isFirst=${true}></beam-add>`;

/** For the host of a link: who may connect with whom, and how much this browser sends. */
export const optionsIn = (room: RoomSession, { mostDownloads }: TermsView, choice: UploadChoice) =>
  html`<beam-guests .room=${room} .isCounted=${mostDownloads !== undefined}></beam-guests>
    <beam-upload-limit .choice=${choice}></beam-upload-limit>`;

/** Of a share that its receivers pass on to each other. */
export function swarmIn(swarm: SwarmView, choice: UploadChoice) {
  if (!swarm.isAllowed && swarmLines(swarm).length === 0) return nothing;
  return html`<beam-swarm class="card" .swarm=${swarm} .choice=${choice}></beam-swarm>`;
}

/** How much of it went from here, at its sender. */
export function gaveIn(view: OfferedView) {
  const line = gaveLine(view);
  return line === undefined ? nothing : html`<p class="quiet figures gave">${line}</p>`;
}

/** An address is told with every link: said beside the button that leads to links. */
export function addressHintIn({ guests }: RoomView) {
  const isTold = guests?.areAllowed === true && guests.isOnlyHost === false;
  return isTold ? html`<p class="quiet">${sharesWords.addressSeen()}</p>` : nothing;
}

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
