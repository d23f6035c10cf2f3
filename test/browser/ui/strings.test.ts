import { beforeAll, describe, expect, test } from 'vitest';

import { ERROR_CODES } from '../../../src/protocol/errors.ts';
import {
  errorTexts,
  sourceChangedText,
  sourceMissingText,
  sourceOtherRestText,
  sourceOtherText,
  sourceUnreadableText,
  sourceWithdrawnText,
  spaceGoneText,
  spaceShortText,
  unsupportedText,
} from '../../../src/ui/strings/errors.ts';
import { howTemplates } from '../../../src/ui/strings/how-korean.ts';
import { howTexts } from '../../../src/ui/strings/how.ts';
import { enclosedTemplates } from '../../../src/ui/strings/enclosed-korean.ts';
import { enclosedTexts } from '../../../src/ui/strings/enclosed.ts';
import { templates } from '../../../src/ui/strings/korean.ts';
import { addKorean, pickLocale, switchLocale } from '../../../src/ui/strings/locale.ts';
import { choiceWords } from '../../../src/ui/strings/choice.ts';
import { leftOutTexts, nameChangeTexts, nameWords } from '../../../src/ui/strings/names.ts';
import { candidateTexts, causeTexts, checksText, detailWords, natTexts } from '../../../src/ui/strings/path-details.ts';
import {
  attemptSentence,
  failedSentences,
  pathSentences,
  pathWords,
  reconnectingSentence,
  relayedSentences,
  stageSentences,
  stageTexts,
} from '../../../src/ui/strings/path.ts';
import { notesTemplates } from '../../../src/ui/strings/notes-korean.ts';
import { noteRefusalTexts, notesWords } from '../../../src/ui/strings/notes.ts';
import { sharesTemplates } from '../../../src/ui/strings/shares-korean.ts';
import { sharesWords } from '../../../src/ui/strings/shares.ts';
import { swarmTemplates } from '../../../src/ui/strings/swarm-korean.ts';
import { swarmWords } from '../../../src/ui/strings/swarm.ts';
import { shortcutTemplates } from '../../../src/ui/strings/shortcuts-korean.ts';
import { shortcutWords } from '../../../src/ui/strings/shortcuts.ts';
import { pictureWords, stageNames, stageStateTexts } from '../../../src/ui/strings/stages.ts';
import { statusWords } from '../../../src/ui/strings/status.ts';
import { toldTemplates } from '../../../src/ui/strings/told-korean.ts';
import { headings, noteTexts, peerTexts, peerWords, receiverTexts, senderTexts } from '../../../src/ui/strings/told.ts';
import { words } from '../../../src/ui/strings/words.ts';
import { mountState } from './mount.ts';
import { STATES } from './states.ts';

type Text = (...values: string[]) => string;

const GROUPS = {
  words,
  statusWords,
  noteTexts,
  headings,
  senderTexts,
  receiverTexts,
  peerWords,
  peerTexts,
  errorTexts,
  errorsWithFigures: {
    sourceChangedText,
    sourceMissingText,
    sourceOtherText,
    sourceOtherRestText,
    sourceUnreadableText,
    sourceWithdrawnText,
    spaceGoneText,
    spaceShortText,
    unsupportedText,
  },
  stageTexts,
  stageSentences,
  pathSentences,
  failedSentences,
  relayedSentences,
  connectionFigures: { reconnectingSentence, attemptSentence, checksText },
  pathWords,
  detailWords,
  candidateTexts,
  natTexts,
  causeTexts,
  stageNames,
  stageStateTexts,
  pictureWords,
  howTexts,
  enclosedTexts,
  choiceWords,
  nameWords,
  nameChangeTexts,
  leftOutTexts,
  notesWords,
  noteRefusalTexts,
  sharesWords,
  swarmWords,
  shortcutWords,
};

const TEXTS: readonly (readonly [string, Text])[] = Object.entries(GROUPS).flatMap(([group, texts]) =>
  Object.entries(texts).map(([key, text]) => [`${group}.${key}`, text] as const),
);

/** Names and abbreviations that Korean writes in Latin letters. */
const LATIN =
  /Beamline|WebSocket|HTTPS|https|HTTP|ZIP|QR|TCP|UDP|TLS|DTLS|SCTP|NAT|ICE|STUN|TURN|IP|MiB|Mbps|VPN|WebRTC|Chrome|Edge|Firefox|Safari|ZERO|ONE/g;
const FIGURES = ['ZERO', 'ONE'] as const;

async function rendered(locale: 'en' | 'ko'): Promise<Map<string, string>> {
  await switchLocale(locale);
  addKorean({
    ...howTemplates,
    ...enclosedTemplates,
    ...notesTemplates,
    ...sharesTemplates,
    ...shortcutTemplates,
    ...swarmTemplates,
    ...toldTemplates,
  });
  return new Map(TEXTS.map(([name, text]) => [name, text(...FIGURES)]));
}

const figuresIn = (text: string): string => FIGURES.filter((figure) => text.includes(figure)).join();

describe('texts', () => {
  let english: Map<string, string>;
  let korean: Map<string, string>;

  beforeAll(async () => {
    english = await rendered('en');
    korean = await rendered('ko');
  });

  test.each(TEXTS.map(([name]) => name))('%s is Korean in Korean, with the same figures', (name) => {
    const source = english.get(name) ?? '';
    const translation = korean.get(name) ?? '';
    expect(source).not.toBe('');
    expect(figuresIn(translation)).toBe(figuresIn(source));
    expect(translation.replace(LATIN, '')).not.toMatch(/[A-Za-z]/);
    if (translation.replace(LATIN, '').replace(/[\s,·]/g, '') !== '') expect(translation).toMatch(/\p{Script=Hangul}/u);
  });

  test('uses every translation that there is', () => {
    const used = new Set(korean.values());
    const unused = Object.entries({
      ...templates,
      ...howTemplates,
      ...enclosedTemplates,
      ...notesTemplates,
      ...sharesTemplates,
      ...swarmTemplates,
      ...toldTemplates,
      ...shortcutTemplates,
    }).filter(([, template]) => {
      const text =
        typeof template === 'string'
          ? template
          : template.strings.map((part, index) => part + (FIGURES[Number(template.values[index])] ?? '')).join('');
      return !used.has(text);
    });
    expect(unused.map(([id]) => id)).toEqual([]);
  });

  test('has a text of its own for every error', () => {
    expect(Object.keys(errorTexts).sort()).toEqual([...ERROR_CODES].sort());
    for (const locale of [english, korean])
      expect(new Set(ERROR_CODES.map((code) => locale.get(`errorTexts.${code}`))).size).toBe(ERROR_CODES.length);
  });

  test('has the words for each status that tests and people rely on', () => {
    expect(Object.keys(statusWords).map((status) => english.get(`statusWords.${status}`))).toEqual([
      'Waiting',
      'Connecting',
      'Ready',
      'Receiving',
      'Sending',
      'Saving',
      'Paused',
      'Reconnecting',
      'Done',
      'Stopped',
      'Failed',
    ]);
  });
});

describe('the page in Korean', () => {
  /** What is on the page, attributes that are read aloud included, without what is not a text of ours. */
  function* textsOf(root: ParentNode): Generator<string> {
    for (const element of root.querySelectorAll('*')) {
      if (element.closest('.name, .written, label:has(> .name) > input, [lang=en], style, dd, .home') !== null)
        continue;
      yield* [element.ariaLabel, element.ariaValueText].filter((text) => text !== null);
      for (const node of element.childNodes) if (node instanceof Text) yield node.data;
      if (element.shadowRoot !== null) yield* textsOf(element.shadowRoot);
    }
  }

  test.each(Object.keys(STATES))('%s shows no English', async (name) => {
    await switchLocale('ko');
    const state = STATES[name];
    if (state !== undefined) await mountState(state);
    expect(document.documentElement.lang).toBe('ko');
    const names = /“[^”]*”|\u2068[^\u2069]*\u2069|Summer by the sea, .*\.mp4|thesis\.pdf/g;
    const units = /\d ?((k|M|G|T)?B(\/s)?|ms)/g;
    const left = [...textsOf(document.body)].map((text) =>
      text.replace(names, '').replace(units, '').replace(LATIN, ''),
    );
    expect(left.filter((text) => /[A-Za-z]/.test(text))).toEqual([]);
  });
});

describe('the language of the page', () => {
  test.each([
    [['ko-KR', 'en-US'], 'ko'],
    [['fr', 'ko', 'en'], 'ko'],
    [['en-GB', 'ko'], 'en'],
    [['de-DE'], 'en'],
    [[], 'en'],
    [['', 'KO'], 'ko'],
  ] as const)('%j asks for %s', (tags, locale) => {
    expect(pickLocale(tags)).toBe(locale);
  });
});
