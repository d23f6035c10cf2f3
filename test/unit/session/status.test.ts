import { describe, expect, test } from 'vitest';

import { saveChoices, sinkFiles, zipName } from '../../../src/session/saving.ts';
import { receiveStatus, sendPercent, sendStatus, type ReceivePhase } from '../../../src/session/status.ts';
import type { SwarmFacts } from '../../../src/session/swarm.ts';
import type { ReceiverView } from '../../../src/session/view.ts';

const away: SwarmFacts = { isJoined: false, isGreeting: false, isConnecting: false, hasOpenLink: false, hasBrokenLink: false };
const joined: SwarmFacts = { ...away, isJoined: true };
const open: SwarmFacts = { ...joined, hasOpenLink: true };

describe('what a receiver sees', () => {
  test.each<[ReceivePhase, SwarmFacts, string]>([
    ['looking', away, 'connecting'],
    ['looking', { ...joined, isGreeting: true }, 'connecting'],
    ['looking', joined, 'waiting'],
    ['looking', open, 'connecting'], // the manifest is on its way
    ['offered', open, 'ready'],
    ['offered', joined, 'waiting'],
    ['offered', { ...joined, hasBrokenLink: true }, 'reconnecting'],
    ['receiving', open, 'receiving'],
    ['receiving', { ...open, isJoined: false }, 'receiving'], // the room is not needed any more
    ['receiving', { ...joined, hasBrokenLink: true }, 'reconnecting'],
    ['receiving', { ...joined, isConnecting: true }, 'reconnecting'],
    ['receiving', joined, 'paused'],
    ['cancelled', joined, 'ready'],
    ['saving', away, 'saving'],
    ['done', away, 'done'],
    ['failed', open, 'failed'],
  ])('%s with %o: %s', (phase, facts, status) => expect(receiveStatus(phase, facts)).toBe(status));
});

describe('what a sender sees', () => {
  const receiver = (status: ReceiverView['status'], bytesDone = 0): ReceiverView => ({
    id: 'x', number: 1, status, error: undefined, bytesDone, rate: undefined, connection: { stage: 'signaling', path: undefined },
  });

  test.each<[ReceiverView['status'][], string]>([
    [[], 'waiting'],
    [['connecting'], 'connecting'],
    [['ready', 'connecting'], 'ready'],
    [['done', 'sending'], 'sending'],
    [['saving', 'done'], 'saving'],
    [['done', 'failed'], 'done'],
    [['failed'], 'waiting'], // the link is good for the next one
  ])('%j: %s', (statuses, status) => expect(sendStatus(statuses.map((each) => receiver(each)))).toBe(status));

  test('percent counts those who take', () => {
    expect(sendPercent([], 100)).toBeUndefined();
    expect(sendPercent([receiver('ready')], 100)).toBeUndefined();
    expect(sendPercent([receiver('sending', 50), receiver('done', 100), receiver('failed', 10)], 100)).toBe(75);
    expect(sendPercent([receiver('sending')], 0)).toBe(0);
    expect(sendPercent([receiver('done')], 0)).toBe(100);
  });
});

describe('saving', () => {
  test('one file is a download; several go to a folder, or a ZIP', () => {
    expect(saveChoices(1, true)).toEqual(['download']);
    expect(saveChoices(2, true)).toEqual(['folder', 'zip']);
    expect(saveChoices(2, false)).toEqual(['zip']);
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
