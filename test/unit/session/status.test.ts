import { describe, expect, test } from 'vitest';

import { DIRECTORY_TYPE } from '../../../src/protocol/manifest.ts';
import {
  saveChoices,
  shapeOf,
  shapeOfPart,
  sinkFiles,
  streamingChoices,
  streamedFiles,
  zipName,
  type Shape,
} from '../../../src/files/keep/saving.ts';
import type { StreamingSinks } from '../../../src/storage/sink/sinks.ts';
import {
  emptyStatus,
  endStatus,
  openStatus,
  overStatus,
  receiveNote,
  receiveStatus,
  sendPercent,
  sendStatus,
  streamingRemarks,
  type ReceivePhase,
} from '../../../src/session/status.ts';
import type { ProviderFacts } from '../../../src/files/fetch/provider-facts.ts';
import { NO_CONNECTION } from '../../../src/connection/connection-view.ts';
import type { RefusalCode } from '../../../src/protocol/messages/refusal.ts';
import type { ReceiverView } from '../../../src/session/view/send.ts';
import type { Peer } from '../../../src/room/peer.ts';
import type { Note, Status } from '../../../src/session/view/status.ts';

const away: ProviderFacts = {
  isJoined: false,
  isAway: true,
  isGreeting: false,
  isConnecting: false,
  hasOpenLink: false,
  hadOpenLink: true,
  hasBrokenLink: false,
  isPausedBySender: false,
};
const joined: ProviderFacts = { ...away, isJoined: true, isAway: false };
const open: ProviderFacts = { ...joined, hasOpenLink: true };

describe('what a receiver sees', () => {
  test.each<[ReceivePhase, ProviderFacts, string]>([
    ['looking', away, 'connecting'],
    ['looking', { ...joined, isGreeting: true }, 'connecting'],
    ['looking', joined, 'waiting'],
    ['looking', open, 'connecting'], // the manifest is on its way
    ['announced', open, 'ready'],
    ['announced', joined, 'waiting'],
    ['announced', { ...joined, hasBrokenLink: true }, 'reconnecting'],
    ['announced', { ...joined, isConnecting: true, hadOpenLink: false }, 'connecting'], // by its preview
    ['receiving', { ...joined, isConnecting: true, hadOpenLink: false }, 'connecting'],
    ['receiving', open, 'receiving'],
    ['receiving', { ...open, isJoined: false }, 'receiving'], // the room is not needed any more
    ['receiving', { ...joined, hasBrokenLink: true }, 'reconnecting'],
    ['receiving', { ...joined, isConnecting: true }, 'reconnecting'],
    ['receiving', away, 'reconnecting'], // our own line, it seems
    ['receiving', joined, 'paused'],
    ['receiving', away, 'reconnecting'], // nobody knows whether the sender is there
    ['announced', away, 'reconnecting'],
    ['cancelled', joined, 'ready'],
    ['saving', away, 'saving'],
    ['done', away, 'done'],
    ['failed', open, 'failed'],
  ])('%s with %o: %s', (phase, facts, status) => expect(receiveStatus(phase, facts)).toBe(status));

  test('nothing comes, though the link says that it is up', () =>
    expect(
      receiveStatus('receiving', open, {
        isPaused: false,
        isFull: false,
        isChecking: false,
        isStill: true,
        isStalled: false,
      }),
    ).toBe('reconnecting'));
});

describe('a receiver that waits says what for', () => {
  const hand = { isPaused: false, isFull: false, isChecking: false, isStill: false, isStalled: false };
  test.each<[string, ReceivePhase, ProviderFacts, typeof hand, string | undefined]>([
    ['its own pause', 'receiving', open, { ...hand, isPaused: true }, 'paused-here'],
    ['the sender’s pause', 'receiving', { ...open, isPausedBySender: true }, hand, 'sender-paused'],
    ['a sender who is gone', 'receiving', joined, hand, 'for-sender'],
    ['a sender from whom nothing comes', 'receiving', open, { ...hand, isStalled: true }, 'no-progress'],
    [
      'one who is greeted again and again',
      'receiving',
      { ...joined, isGreeting: true },
      { ...hand, isStalled: true },
      'no-progress',
    ],
    ['the server', 'receiving', away, { ...hand, isStalled: true }, 'server-away'],
    ['another tab', 'elsewhere', open, hand, 'other-tab'],
  ])('%s', (_, phase, facts, stallReasons, note) => {
    expect(receiveStatus(phase, facts, stallReasons)).toBe('paused');
    expect(receiveNote(phase, 'paused', facts, stallReasons)).toBe(note);
  });

  test('a sender that reads a file once more is no stall', () => {
    const checking = { ...hand, isChecking: true };
    expect(receiveStatus('receiving', open, checking)).toBe('receiving');
    expect(receiveNote('receiving', 'receiving', open, checking)).toBe('sender-checking');
  });

  test('and one that works says nothing', () =>
    expect(receiveNote('receiving', 'receiving', open, hand)).toBeUndefined());
});

describe('what a sender sees', () => {
  test('its own pause stands before what receivers do', () => {
    expect(openStatus('sending', { isPaused: true, isRoomAway: true })).toEqual({
      status: 'paused',
      note: 'paused-here',
    });
    expect(openStatus('paused', { isPaused: false, isRoomAway: false })).toEqual({
      status: 'paused',
      note: 'receiver-paused',
    });
    expect(openStatus('waiting', { isPaused: false, isRoomAway: true })).toEqual({
      status: 'reconnecting',
      note: 'server-away',
    });
  });

  test.each<[Status, RefusalCode, Status]>([
    ['waiting', 'share-stopped', 'stopped'],
    ['sending', 'share-stopped', 'stopped'],
    ['done', 'share-stopped', 'done'],
    ['waiting', 'share-expired', 'stopped'],
    ['sending', 'share-expired', 'sending'], // it may finish
    ['paused', 'share-used-up', 'paused'],
    ['waiting', 'share-used-up', 'done'], // those who have it came on an earlier visit
  ])('a link that is over, as its person wished, has not failed: %s, %s: %s', (status, code, over) =>
    expect(overStatus(status, code).status).toBe(over),
  );

  test.each<[string, Partial<Parameters<typeof emptyStatus>[0]>, number, Status, Note | undefined]>([
    ['nobody has come', {}, 0, 'waiting', 'for-givers'],
    ['somebody is here', { hadOpenLink: true, peers: [{ linkState: 'open' } as Peer] }, 0, 'ready', 'nothing-yet'],
    ['and gives', { hadOpenLink: true, peers: [{ linkState: 'open' } as Peer] }, 1, 'ready', undefined],
    ['and has left', { hadOpenLink: true }, 1, 'waiting', 'givers-left'],
    ['without the server', { isAway: true }, 0, 'reconnecting', 'server-away'],
  ])('a link that asks for files: %s', (_, peers, given, status, note) =>
    expect(emptyStatus({ isAway: false, hadOpenLink: false, peers: [], ...peers }, given)).toEqual({ status, note }),
  );

  test('a link that is over has not failed for a receiver either', () => {
    for (const code of ['share-stopped', 'share-expired', 'share-used-up', 'cancelled-by-sender'] as const)
      expect(endStatus(code)).toBe('stopped');
    for (const code of ['peer-left', 'udp-blocked', undefined] as const) expect(endStatus(code)).toBe('failed');
  });

  const receiver = (status: ReceiverView['status'], bytesDone = 0, bytesWanted = 100): ReceiverView => ({
    id: 'x',
    number: 1,
    status,
    error: undefined,
    filesLeftOut: 0,
    bytesDone,
    bytesWanted,
    rate: undefined,
    connection: NO_CONNECTION,
  });

  test.each<[ReceiverView['status'][], string]>([
    [[], 'waiting'],
    [['connecting'], 'connecting'],
    [['ready', 'connecting'], 'ready'],
    [['done', 'sending'], 'sending'],
    [['paused', 'ready', 'done'], 'paused'],
    [['paused', 'sending'], 'sending'],
    [['saving', 'done'], 'saving'],
    [['done', 'failed'], 'done'],
    [['failed'], 'waiting'], // the link is good for the next one
  ])('%j: %s', (statuses, status) => expect(sendStatus(statuses.map((each) => receiver(each)))).toBe(status));

  test('percent counts those who take', () => {
    expect(sendPercent([])).toBeUndefined();
    expect(sendPercent([receiver('ready')])).toBeUndefined();
    expect(sendPercent([receiver('sending', 50), receiver('done', 100), receiver('failed', 10)])).toBe(75);
    expect(sendPercent([receiver('sending', 0, 0)])).toBe(0);
    expect(sendPercent([receiver('done', 0, 0)])).toBe(100);
  });

  test('C3c: percent is of what each of them has chosen', () => {
    expect(sendPercent([receiver('done', 20, 20), receiver('sending', 20, 60)])).toBe(50);
    expect(sendPercent([receiver('done', 0, 0), receiver('sending', 25)])).toBe(25);
  });
});

describe('saving', () => {
  test('one file is a download; a tree goes to a folder, or a ZIP; a hidden file keeps its dot in a ZIP', () => {
    expect(saveChoices('file', true)).toEqual(['download']);
    expect(saveChoices('tree', true)).toEqual(['folder', 'zip']);
    expect(saveChoices('tree', false)).toEqual(['zip']);
    expect(saveChoices('hidden', true)).toEqual(['download', 'zip']);
  });

  test.each<[Shape, readonly string[], string]>([
    ['file', ['a.txt'], ''],
    ['hidden', ['.env'], ''],
    ['tree', ['a.txt', 'b.txt'], ''],
    ['tree', ['folder/a.txt'], ''],
    ['tree', ['.config/a.txt'], ''],
    ['tree', ['empty'], DIRECTORY_TYPE],
  ])('a %s: %j %s', (shape, paths, type) => {
    expect(
      shapeOf(
        paths.map((path) => ({ path, size: 0, type, mtimeMs: 0 })),
        paths,
      ),
    ).toBe(shape);
  });

  test.each<[Shape, string, string]>([
    ['file', 'folder/deep/a.txt', ''],
    ['file', 'a.txt', ''],
    ['hidden', '.config/.env', ''],
    ['file', '.config/a.txt', ''],
    ['tree', 'folder/empty', DIRECTORY_TYPE],
  ])('C3c: one that is chosen from several is a %s: %s %s', (shape, path, type) => {
    expect(shapeOfPart({ path, size: 0, type, mtimeMs: 0 }, path)).toBe(shape);
  });

  test.each<[Shape, 'pickers' | 'none', boolean, readonly string[]]>([
    ['file', 'pickers', false, ['download']],
    ['file', 'none', true, ['download']],
    ['file', 'none', false, []],
    ['hidden', 'pickers', false, ['download']],
    ['hidden', 'none', true, ['download', 'zip']],
    ['hidden', 'none', false, []],
    ['tree', 'pickers', true, ['folder', 'zip']],
    ['tree', 'pickers', false, ['folder']],
    ['tree', 'none', true, ['zip']],
    ['tree', 'none', false, []],
  ])('what does not fit, a %s, %s, streams: %s: %j', (shape, pickers, canStream, choices) => {
    const sink = { save: async () => {} };
    const pick = pickers === 'pickers' ? async () => sink : undefined;
    const sinks: StreamingSinks = {
      file: pick,
      folder: pick,
      download: () => sink,
      zip: () => sink,
      canStream: async () => canStream,
    };
    expect(streamingChoices(shape, sinks, canStream)).toEqual(choices);
  });

  test('that it goes straight is said while it matters, and where it can', () => {
    expect(streamingRemarks('announced', ['download'])).toEqual(['streaming']);
    expect(streamingRemarks('receiving', ['download'])).toEqual(['streaming']);
    expect(streamingRemarks('announced', undefined)).toEqual([]);
    expect(streamingRemarks('announced', [])).toEqual([]);
    expect(streamingRemarks('done', ['download'])).toEqual([]);
  });

  test('files to come have their sizes', () => {
    expect(streamedFiles([{ path: 'x', size: 3, type: '', mtimeMs: 7 }], ['safe'])).toEqual([
      { path: 'safe', size: 3, mtimeMs: 7 },
    ]);
  });

  test('empty folders are no files, and have the time of the newest file', () => {
    const files = [
      { path: 'a', size: 0, type: DIRECTORY_TYPE, mtimeMs: 0 },
      { path: 'x', size: 3, type: '', mtimeMs: 7 },
    ];
    expect(streamedFiles(files, ['a', 'x'])).toEqual([
      { path: 'a', size: 0, mtimeMs: 7, isFolder: true },
      { path: 'x', size: 3, mtimeMs: 7 },
    ]);
    expect(
      sinkFiles(new Blob(['abc']), files, ['a', 'x']).map(({ path, isFolder, blob }) => [path, isFolder, blob.size]),
    ).toEqual([
      ['a', true, 0],
      ['x', undefined, 3],
    ]);
  });

  test('a ZIP is called after the folder in it', () => {
    expect(zipName(['trip/a.jpg', 'trip/b/c.jpg'])).toBe('trip.zip');
    expect(zipName(['trip/a.jpg', 'b.jpg'])).toBe('beamline.zip');
    expect(zipName(['a.jpg', 'b.jpg'])).toBe('beamline.zip');
  });

  test('files are slices of the vault, empty ones too', async () => {
    const files = [3, 0, 2].map((size, index) => ({ path: `${index}`, size, type: '', mtimeMs: 0 }));
    const slices = sinkFiles(new Blob(['abcde']), files, ['x', 'y', 'z']);
    expect(await Promise.all(slices.map(({ blob }) => blob.text()))).toEqual(['abc', '', 'de']);
  });
});
