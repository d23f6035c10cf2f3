/**
 * What a person is told, over all states there could be: each status, note, error and kind of receiver, for both sides
 * and in both languages, those included that no engine makes today.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { CONNECTION_CODES, ERROR_CODES, type BeamError, type ErrorCode } from '../../../../src/protocol/errors.ts';
import type { ReceiveView, SwarmView } from '../../../../src/session/view/receive.ts';
import type { ReceiverView, SendView } from '../../../../src/session/view/send.ts';
import type { Note, Status } from '../../../../src/session/view/status.ts';
import { filesText } from '../../../../src/ui/strings/amount.ts';
import { errorTexts } from '../../../../src/ui/strings/errors.ts';
import { addKorean, currentLocale, switchLocale } from '../../../../src/ui/strings/locale.ts';
import { sharesTemplates } from '../../../../src/ui/strings/shares-korean.ts';
import { statusWords } from '../../../../src/ui/strings/status.ts';
import { pageTitle } from '../../../../src/ui/strings/title.ts';
import { headings, noteTexts, receiverTexts, senderTexts } from '../../../../src/ui/strings/told.ts';
import { showsConnection } from '../../../../src/ui/told/shows-connection.ts';
import { toldAdded, toldGiven } from '../../../../src/ui/told/told-card.ts';
import { hasGone, toldPeer } from '../../../../src/ui/told/told-peer.ts';
import { toldReceiver } from '../../../../src/ui/told/told-receiver.ts';
import { toldSender } from '../../../../src/ui/told/told-sender.ts';
import type { Told } from '../../../../src/ui/told/told.ts';
import {
  connected,
  connecting,
  emptySendView,
  failure,
  offered,
  receiverView,
  receiveView,
  sendView,
  taken,
} from '../../../browser/ui/fixtures.ts';

const STATUSES = Object.keys(statusWords) as Status[];
const NOTES = [undefined, ...(Object.keys(noteTexts) as Note[])];
/** One of each kind: none, of the connection, of this end, of the other end, of the link. */
const ERRORS: readonly (ErrorCode | undefined)[] = [
  undefined,
  'udp-blocked',
  'storage-lost',
  'space-gone',
  'source-changed',
  'peer-left',
  'share-used-up',
  'share-stopped',
  'manifest-forged',
];
const GONE: readonly (ErrorCode | undefined)[] = [undefined, 'peer-left', 'cancelled-by-receiver', 'relay-none'];

const SWARMS: readonly (SwarmView | undefined)[] = [
  undefined,
  ...[
    { isSenderHere: true, holders: 1, wholes: 0 },
    { isSenderHere: false, holders: 2, wholes: 0 },
    { isSenderHere: false, holders: 2, wholes: 1 },
  ].map((who) => ({ ...who, isAllowed: true, isHelping: true, passedOnBytes: 0 })),
];

interface Cell {
  readonly name: string;
  readonly told: () => Told;
  readonly view: SendView | ReceiveView;
}

const gone = (error: ErrorCode | undefined): readonly ReceiverView[] =>
  error === undefined ? [] : [receiverView({ status: 'failed', error, rate: undefined })];

const errorOf = (code: ErrorCode | undefined): BeamError | undefined =>
  code === undefined ? undefined : failure(code);

const senders: readonly Cell[] = STATUSES.flatMap((status) =>
  NOTES.flatMap((note) =>
    ERRORS.flatMap((error) =>
      GONE.flatMap((left) =>
        [sendView, emptySendView].flatMap((make) =>
          [true, false].map((isOpen) => {
            const view = make({ status, note, error: errorOf(error), receivers: gone(left), isOpen });
            const name = `sender, ${status}, ${note}, ${error}, ${left}, ${make.name}, ${isOpen}`;
            return { name, view, told: () => toldSender(view) };
          }),
        ),
      ),
    ),
  ),
);

const receivers: readonly Cell[] = STATUSES.flatMap((status) =>
  NOTES.flatMap((note) =>
    ERRORS.flatMap((error) =>
      SWARMS.flatMap((swarm, index) =>
        [true, false].map((isListed) => {
          const amount = isListed ? receiveView().amount : undefined;
          const view = receiveView({ status, note, error: errorOf(error), swarm, amount });
          const name = `receiver, ${status}, ${note}, ${error}, swarm ${index}, ${isListed}`;
          return { name, view, told: () => toldReceiver(view) };
        }),
      ),
    ),
  ),
);

/** In a room that takes files, before there are any. */
const givers: readonly Cell[] = receivers
  .filter(({ view }) => view.amount === undefined)
  .map(({ name, view }) => ({
    name: `${name}, giving`,
    view,
    told: () => toldReceiver(view as ReceiveView, { isGiving: true }),
  }));

const CELLS: readonly Cell[] = [...senders, ...receivers, ...givers];

/** The same, as a card among others. */
const CARDS: readonly Cell[] = [
  ...senders.map(({ name, view }) => ({ name, view, told: () => toldAdded(view as SendView) })),
  ...receivers.map(({ name, view }) => ({ name, view, told: () => toldGiven(view as ReceiveView) })),
];

/** Names of the cells whose telling is not so. */
const wrong = (cells: readonly Cell[], isRight: (told: Told, view: SendView | ReceiveView) => boolean): string[] =>
  cells.filter(({ told, view }) => !isRight(told(), view)).map(({ name }) => name);

beforeAll(() => {
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', { documentElement: { lang: '' } });
});

afterAll(() => vi.unstubAllGlobals());

describe.each(['en', 'ko'] as const)('in %s', (locale) => {
  beforeAll(async () => {
    await switchLocale(locale);
    addKorean(sharesTemplates);
    expect(currentLocale()).toBe(locale);
  });

  test('every state has a heading and a sentence, in that language', () => {
    const isText = (text: string): boolean => text !== '' && /\p{Script=Hangul}/u.test(text) === (locale === 'ko');
    expect(CELLS.length).toBeGreaterThan(10_000);
    expect(wrong([...CELLS, ...CARDS], ({ heading, sentence }) => isText(heading) && isText(sentence))).toEqual([]);
  });

  test('a heading says of the status what the status line says', () => {
    const isOnlyAt = (cells: readonly Cell[], text: string, statuses: readonly Status[]): void =>
      expect(wrong(cells, ({ heading }, { status }) => heading !== text || statuses.includes(status))).toEqual([]);
    isOnlyAt(CELLS, headings.linkReady(), ['waiting']);
    isOnlyAt(CELLS, headings.making(), ['waiting']);
    isOnlyAt(CELLS, headings.opened(), ['connecting', 'ready']);
    isOnlyAt(CELLS, headings.sending(), ['sending', 'receiving']);
    isOnlyAt(CELLS, headings.allSent(), ['saving']);
    isOnlyAt(CELLS, headings.delivered(), ['done']);
    isOnlyAt(CELLS, headings.reconnecting(), ['reconnecting']);
    isOnlyAt(CELLS, headings.downloadPaused(), ['paused']);
    isOnlyAt(CELLS, headings.senderAway(), ['waiting', 'paused']);
    isOnlyAt(CELLS, headings.notShared(), ['failed']);
    isOnlyAt(CELLS, headings.notReceived(), ['failed']);
    const files = filesText(3);
    isOnlyAt(receivers, headings.forYou(files), ['waiting', 'connecting', 'ready']);
    isOnlyAt(receivers, headings.receiving(files), ['receiving', 'sending']);
    isOnlyAt(receivers, headings.saving(files), ['saving']);
    isOnlyAt(receivers, headings.received(files), ['done']);
  });

  test('red is what has failed, and green what is done; an end that was wished for is neither', () => {
    expect(wrong(CELLS, ({ tone, status }) => tone !== 'bad' || status === 'failed')).toEqual([]);
    expect(wrong(CELLS, ({ light, tone }) => (light === 'cut') === (tone === 'bad'))).toEqual([]);
    expect(wrong(CELLS, ({ tone, status }) => tone !== 'good' || status === 'done')).toEqual([]);
    expect(wrong(CELLS, ({ tone, status }) => status !== 'stopped' || tone === 'calm' || tone === 'warn')).toEqual([]);
  });

  test('nobody has opened the link: only where nobody has', () => {
    expect(
      wrong(
        senders,
        ({ sentence }, view) =>
          sentence !== noteTexts['for-receiver']() || (view.role === 'sender' && view.receivers.length === 0),
      ),
    ).toEqual([]);
  });

  test('no sender is told what a receiver is told of itself', () => {
    const own = [...Object.values(receiverTexts), noteTexts['sender-paused']].map((text) => text('3'));
    const isTheirs = ({ sentence }: Told): boolean => own.includes(sentence);
    expect(wrong(senders, (told) => !isTheirs(told))).toEqual([]);
    for (const code of ERROR_CODES) {
      const { sentence } = toldPeer({ status: 'failed', error: code });
      const speaksOfBoth = [...CONNECTION_CODES, 'peer-busy', 'peer-outdated', 'relay-required'].includes(
        code as never,
      );
      if (['peer-left', 'connection-lost', 'space-short', 'save-failed', 'cancelled-by-sender'].includes(code))
        expect(sentence, code).not.toBe(errorTexts[code]());
      else if (speaksOfBoth) expect(sentence, code).toBe(errorTexts[code]());
      else expect(sentence, code).not.toBe('');
    }
  });

  test('the tab has the word that the status line begins with', () => {
    expect(wrong(CELLS, ({ status }, view) => pageTitle(view).endsWith(`${statusWords[status]()} – Beamline`))).toEqual(
      [],
    );
  });

  test('what to do next is of that side, and can be done there', () => {
    const at: Record<'sender' | 'receiver', readonly (Told['next'] | undefined)[]> = {
      sender: [undefined, 'send-link', 'allow-again', 'choose-again', 'resume', 'share-more'],
      receiver: [undefined, 'add-files', 'resume', 'download', 'take-again', 'retry', 'paste-link', 'other-password'],
    };
    expect(wrong(CELLS, ({ next }, { role }) => at[role].includes(next))).toEqual([]);
  });
});

describe('what was seen false', () => {
  beforeAll(() => switchLocale('en'));

  test.each<[ErrorCode, string]>([
    ['peer-left', senderTexts.left()],
    ['connection-lost', senderTexts.left()],
    ['cancelled-by-receiver', senderTexts.theyStopped()],
    ['cancelled-by-sender', senderTexts.youDisconnected()],
    ['relay-none', senderTexts.unreached()],
    ['space-short', senderTexts.theirTrouble()],
  ])('a receiver has come and gone (%s): the sender is told so', (error, sentence) => {
    const view = sendView({ receivers: gone(error) });
    expect(toldSender(view)).toMatchObject({ heading: 'Your link is ready', sentence, next: 'send-link' });
  });

  test.each<[ErrorCode, boolean]>([
    ['peer-left', true],
    ['connection-lost', true],
    ['cancelled-by-receiver', true],
    ['cancelled-by-sender', true],
    ['share-expired', true],
    ['relay-none', false],
    ['storage-lost', false],
    ['peer-misbehaved', false],
  ])('a receiver whose part ended with %s is gone as people go: %s', (error, isGone) => {
    expect(hasGone({ status: 'failed', error })).toBe(isGone);
    expect(toldPeer({ status: 'failed', error }).tone === 'calm').toBe(isGone);
  });

  test('a limit that is reached, and one’s own stop, are ends as wished', () => {
    const over = (note: Note, status: Status) => toldSender(sendView({ status, note, isOpen: false }));
    for (const told of [over('stopped', 'stopped'), over('expired', 'stopped'), over('used-up', 'done')])
      expect(told).toMatchObject({ heading: 'This link is over', next: 'share-more' });
    expect(over('stopped', 'stopped').sentence).toBe('You stopped sharing. The link no longer works.');
    expect(over('used-up', 'done')).toMatchObject({ tone: 'good', light: 'arrived' });
    const ended = toldReceiver(receiveView({ status: 'stopped', error: failure('share-expired') }));
    expect(ended).toMatchObject({ heading: 'This link is over', tone: 'calm', next: undefined });
    expect(toldReceiver(receiveView({ note: 'cancelled' }))).toMatchObject({ tone: 'calm', next: 'download' });
  });

  test('downloads under way may finish after that', () => {
    const view = sendView({ status: 'sending', note: 'expired', isOpen: false, isBusy: true });
    expect(toldSender(view)).toMatchObject({ heading: 'Sending your files', sentence: senderTexts.expiredAtWork() });
  });

  test('a share of which the limit is reached, in a room that stays open', () => {
    const view = sendView({ status: 'done', note: 'used-up', isOpen: true });
    expect(toldSender(view)).toMatchObject({ heading: 'Download limit reached', next: undefined });
  });

  test('a share that is paused at 8 % is paused', () => {
    const view = sendView({ status: 'paused', note: 'paused-here', isPaused: true, percent: 8, isBusy: true });
    expect(toldSender(view)).toMatchObject({ heading: 'Paused', next: 'resume' });
  });

  test('the tab tells how far it is while something moves, and not of what is over', () => {
    expect(pageTitle(sendView({ status: 'paused', note: 'paused-here', percent: 8 }))).toBe('8% Paused – Beamline');
    expect(pageTitle(sendView({ status: 'stopped', note: 'stopped', percent: 42 }))).toBe('Stopped – Beamline');
  });

  test('what is being saved at 100 % is being saved', () => {
    const view = receiveView({ status: 'saving', percent: 100, isBusy: true });
    expect(toldReceiver(view).heading).toBe('Saving 3 files');
  });

  test('a link behind which nobody is says why that may be, and what to do', () => {
    const view = receiveView({ status: 'waiting', note: 'for-sender', amount: undefined });
    expect(toldReceiver(view)).toMatchObject({
      heading: 'The sender isn’t here yet',
      sentence: receiverTexts.nobodyHere(),
      next: 'paste-link',
    });
    expect(toldReceiver({ ...view, note: 'for-password' }).next).toBe('other-password');
  });

  test('done for some while somebody left is not told of everyone', () => {
    const done = receiverView({ status: 'done', number: 2, rate: undefined });
    const view = sendView({ status: 'done', note: 'receivers-done', receivers: [...gone('peer-left'), done] });
    expect(toldSender(view).sentence).toBe(senderTexts.doneNotAll());
  });

  const swarm = (changes: Partial<SwarmView>): SwarmView => ({
    isSenderHere: false,
    holders: 2,
    wholes: 1,
    isAllowed: true,
    isHelping: true,
    passedOnBytes: 0,
    ...changes,
  });

  test.each<[string, Partial<ReceiveView>, () => string]>([
    ['ready, others have it all', { swarm: swarm({}) }, receiverTexts.readyWithoutSender],
    ['ready, others have a part', { swarm: swarm({ wholes: 0 }) }, receiverTexts.readyInPart],
    ['ready, with the sender', { swarm: swarm({ isSenderHere: true }) }, receiverTexts.ready],
    ['receiving', { status: 'receiving', swarm: swarm({}) }, receiverTexts.receivingWithoutSender],
    [
      'paused by those who have it',
      { status: 'paused', note: 'sender-paused', swarm: swarm({}) },
      receiverTexts.pausedByHolders,
    ],
    [
      'nobody has the rest',
      { status: 'paused', note: 'no-progress', swarm: swarm({ wholes: 0 }) },
      receiverTexts.noProgressInPart,
    ],
    ['somebody has it all', { status: 'paused', note: 'no-progress', swarm: swarm({}) }, noteTexts['no-progress']],
    ['nobody is left', { status: 'paused', note: 'for-sender', swarm: swarm({ holders: 0 }) }, noteTexts['for-sender']],
  ])('the sender left while others have it: %s', (_, changes, sentence) =>
    expect(toldReceiver(receiveView(changes)).sentence).toBe(sentence()),
  );

  test('a card in a room speaks of its share, and not of the link', () => {
    expect(toldGiven(taken({ status: 'stopped', error: failure('cancelled-by-sender') }))).toMatchObject({
      sentence: 'They stopped sharing this.',
      tone: 'calm',
    });
    expect(toldAdded(offered({ status: 'stopped', note: 'stopped', isOpen: false }))).toMatchObject({
      sentence: 'You stopped sharing this.',
      tone: 'calm',
    });
    expect(toldAdded(offered()).sentence).toBe('Nobody has downloaded this yet.');
  });

  test.each<[string, Parameters<typeof showsConnection>[0], boolean]>([
    ['while nobody is there', { status: 'waiting', note: 'for-sender', connection: connecting('signaling') }, false],
    [
      'while the server is away',
      { status: 'connecting', note: 'server-away', connection: connecting('signaling') },
      false,
    ],
    ['while one is being made', { status: 'connecting', note: undefined, connection: connecting('signaling') }, true],
    ['while it works', { status: 'receiving', note: undefined, connection: connected() }, true],
    [
      'after the sender has left',
      { status: 'done', note: undefined, connection: { ...connected(), failure: 'peer-left' } },
      false,
    ],
    ['of a link that is over', { status: 'stopped', note: undefined, connection: connected() }, false],
    [
      'that could not be made',
      { status: 'failed', note: undefined, connection: connecting('connecting', { failure: 'udp-blocked' }) },
      true,
    ],
    ['after a failure of something else', { status: 'failed', note: undefined, connection: connected() }, false],
  ])('the connection is told %s: %s', (_, view, isShown) => expect(showsConnection(view)).toBe(isShown));
});
