/**
 * What a person is told of a share: one answer, made from the view alone, for the heading, the status line, the beam and
 * the buttons. Each asks it instead of guessing, so that none contradicts another.
 */
import type { Note, Status } from '../../session/view/status.ts';
import type { Light } from '../parts/beam-progress.ts';
import { addKorean } from '../strings/locale.ts';
import type { StatusLine, Tone } from '../strings/status.ts';
import { toldTemplates } from '../strings/told-korean.ts';
import { noteTexts } from '../strings/told.ts';

addKorean(toldTemplates);

/** What the person does next, where there is something to do. Each has its button or field on the page. */
export type Next =
  | 'send-link'
  | 'allow-again' // the browser asks whether it may read the files
  | 'choose-again'
  | 'resume'
  | 'share-more' // nothing is left to do for this one
  | 'add-files'
  | 'download'
  | 'take-again' // after trouble at this end, in the same page
  | 'retry' // loads the page again
  | 'paste-link'
  | 'other-password';

export interface Told extends StatusLine {
  readonly heading: string;
  readonly light: Light;
  readonly next: Next | undefined;
  readonly remarks: readonly string[];
}

/** What one state tells. The rest follows from the status, unless it says otherwise. */
export interface Telling {
  readonly heading: string;
  readonly sentence: string;
  readonly tone?: Tone;
  readonly light?: Light;
  readonly next?: Next;
}

const TONES: Record<Status, Tone> = {
  waiting: 'calm',
  connecting: 'busy',
  ready: 'calm',
  receiving: 'busy',
  sending: 'busy',
  saving: 'busy',
  paused: 'calm',
  reconnecting: 'warn',
  done: 'good',
  stopped: 'calm',
  failed: 'bad',
};

export const LIGHTS: Record<Status, Light> = {
  waiting: 'seeking',
  connecting: 'seeking',
  reconnecting: 'seeking',
  ready: 'joined',
  paused: 'joined',
  sending: 'carrying',
  receiving: 'carrying',
  saving: 'carrying',
  done: 'arrived',
  stopped: 'idle',
  failed: 'cut',
};

/** A note is told only beside a status that it belongs to: else it would contradict the heading. */
export const noteText = (note: Note | undefined, told: readonly Note[]): string | undefined =>
  note !== undefined && told.includes(note) ? noteTexts[note]() : undefined;

export function toldOf(status: Status, telling: Telling, remarks: readonly Note[] = []): Told {
  const { heading, sentence, tone = TONES[status], light = LIGHTS[status], next } = telling;
  return { status, heading, sentence, tone, light, next, remarks: remarks.map((remark) => noteTexts[remark]()) };
}
