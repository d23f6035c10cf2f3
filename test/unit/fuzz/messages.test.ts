import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { ERROR_CODES } from '../../../src/protocol/errors.ts';
import {
  MAX_CANDIDATE_CHARS,
  MAX_CONTROL_CHARS,
  MAX_LANES,
  MAX_NOTE_PARTS,
  MAX_PATH_CHARS,
  MAX_SDP_CHARS,
  MAX_SHARE_BYTES,
  MAX_SHARE_NUMBER,
  MAX_SHARES,
  MAX_SIGNAL_CHARS,
  MANIFEST_PAGES_UNDER_WAY,
} from '../../../src/protocol/limits.ts';
import { parseLaneMessage } from '../../../src/protocol/messages/lane-message.ts';
import { readLinkMessage } from '../../../src/protocol/messages/link-message.ts';
import { parsePeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import { encodeStreamEvent, StreamParser } from '../../../src/protocol/messages/room-http.ts';
import { parseClientMessage, parseServerMessage } from '../../../src/protocol/messages/room-message.ts';
import { parsePageMessage } from '../../../src/protocol/messages/sw-message.ts';
import { parseFields } from '../../../src/protocol/parse.ts';
import { contentDisposition } from '../../../src/sw/content-disposition.ts';
import { fuzz, FUZZ_TIMEOUT_MS } from './fuzz.ts';
import { parseReceiver, parseSender, parseShares } from './parse-files.ts';
import { parseNote } from './parse-note.ts';
import { hostileText, nastyText, nastyValue } from './hostile.ts';
import {
  OF_CLIENTS,
  OF_FILES,
  OF_LANES,
  OF_LINKS,
  OF_NOTES,
  OF_PEERS,
  OF_RECEIVERS,
  OF_ROOMS,
  OF_SENDERS,
  samplesOf,
} from './valid-messages.ts';

const parseLinkMessage = (text: string) => {
  const fields = parseFields(text);
  return fields && readLinkMessage(fields);
};

/**
 * What every parser promises: a message that reads as itself when it is written again, or undefined. It never throws.
 */
function check<Message extends object>(
  text: string,
  most: number,
  parse: (text: string) => Message | undefined,
  within: (message: Message) => void,
): void {
  const message = parse(text);
  if (message === undefined) return;
  expect(text.length).toBeLessThanOrEqual(most);
  expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
  const again = JSON.stringify(message);
  if (again.length <= most) expect(JSON.stringify(parse(again))).toBe(again); // what is escaped is longer
  within(message);
}

const expectCount = (value: number, most: number): void => {
  expect(Number.isSafeInteger(value)).toBe(true);
  expect(value).toBeGreaterThanOrEqual(0);
  expect(value).toBeLessThanOrEqual(most);
};

describe('fuzz: messages', { timeout: FUZZ_TIMEOUT_MS }, () => {
  test('C1a: of a sender', () => {
    const texts = hostileText(samplesOf(OF_SENDERS));
    fuzz(4_000, texts, (text) =>
      check(text, MAX_CONTROL_CHARS, parseSender, (message) => {
        expectCount(message.share, MAX_SHARE_NUMBER);
        if (message.type === 'manifest') expectCount(message.head.bytes, MAX_SHARE_BYTES);
        if (message.type !== 'manifest' || message.host === undefined) return;
        expect(message.host.key).toMatch(/^[\w-]{43}$/);
        expect(message.host.signature).toMatch(/^[\w-]{86}$/);
      }),
    );
  });

  test('C12: of either side, about no share', () => {
    fuzz(2_000, hostileText(samplesOf(OF_FILES)), (text) =>
      check(text, MAX_CONTROL_CHARS, parseShares, ({ count }) => expectCount(count, MAX_SHARES)),
    );
  });

  test('C1a: of the link itself', () => {
    fuzz(4_000, hostileText(samplesOf(OF_LINKS)), (text) =>
      check(text, Infinity, parseLinkMessage, (message) => {
        if (message.type === 'end') expect(ERROR_CODES).toContain(message.code);
        if (message.type === 'end') expect(message.path?.length ?? 0).toBeLessThanOrEqual(MAX_PATH_CHARS);
      }),
    );
  });

  test('C1a: of a receiver', () => {
    const texts = hostileText(samplesOf(OF_RECEIVERS));
    fuzz(4_000, texts, (text) =>
      check(text, MAX_CONTROL_CHARS, parseReceiver, (message) => {
        expectCount(message.share, MAX_SHARE_NUMBER);
        if (message.type === 'stop') expect(ERROR_CODES).toContain(message.code);
        if ('bytes' in message) expectCount(message.bytes, MAX_SHARE_BYTES);
        if (message.type === 'pages') expectCount(message.count, MANIFEST_PAGES_UNDER_WAY);
      }),
    );
  });

  test('N1a: of the service for notes', () => {
    fuzz(4_000, hostileText(samplesOf(OF_NOTES)), (text) =>
      check(text, Infinity, parseNote, (message) => {
        expect(message.id).toMatch(/^[\w-]{22}$/);
        if (message.type === 'arrived') return;
        expectCount(message.parts - 1, MAX_NOTE_PARTS - 1);
        expectCount(message.part, message.parts - 1);
        expect(message.text).not.toBe('');
        expect(message.text.isWellFormed()).toBe(true);
      }),
    );
  });

  test('S4: of a peer, in its envelope', () => {
    const texts = hostileText(samplesOf(OF_PEERS));
    fuzz(4_000, texts, (text) =>
      check(text, Infinity, parsePeerMessage, (message) => {
        expect(message.link).toMatch(/^[\w-]{11}$/);
        if ('lane' in message) expectCount(message.lane, MAX_LANES - 1);
        if (message.type === 'description') expect(message.sdp.length).toBeLessThanOrEqual(MAX_SDP_CHARS);
        if (message.type === 'candidate')
          expect(message.candidate?.candidate.length ?? 0).toBeLessThanOrEqual(MAX_CANDIDATE_CHARS);
      }),
    );
  });

  test('L1a: of either end, on the channel for lanes', () => {
    fuzz(4_000, hostileText(samplesOf(OF_LANES)), (text) =>
      check(text, Infinity, parseLaneMessage, (message) => {
        if (message.type === 'lanes') expectCount(message.count - 1, MAX_LANES - 1);
        else expectCount(message.lane - 1, MAX_LANES - 2);
      }),
    );
  });

  test('R9: of a browser', () => {
    const texts = hostileText(samplesOf(OF_CLIENTS));
    fuzz(4_000, texts, (text) =>
      check(text, MAX_SIGNAL_CHARS, parseClientMessage, (message) => {
        if (message.type === 'send') expect(message.payload).toMatch(/^[\w-]+$/);
      }),
    );
  });

  test('R9, I4: of a room', () => {
    const texts = hostileText(samplesOf(OF_ROOMS));
    fuzz(4_000, texts, (text) => check(text, MAX_SIGNAL_CHARS, parseServerMessage, () => {}));
  });

  test('of a page to its service worker', () => {
    const download = { type: 'download', id: 'abcdefghijklmnop', filename: 'a', size: 1 };
    const fields = fc.dictionary(fc.constantFrom('type', 'id', 'filename', 'size', '__proto__'), nastyValue);
    fuzz(
      3_000,
      fc.oneof(
        nastyValue,
        fields.map((changes) => Object.assign(Object.create(null), download, changes) as unknown),
      ),
      (value) => {
        const message = parsePageMessage(value);
        if (message?.type !== 'download') return;
        expect(message.id).toMatch(/^[\w-]{16,64}$/);
        expect(message.filename.length).toBeLessThanOrEqual(1024);
      },
    );
  });

  test('a file name in a header stays one header', () => {
    fuzz(3_000, nastyText, (name) => {
      const value = contentDisposition(name);
      expect(value).toMatch(
        /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w.~!#$&+^`|%-]*$/,
      );
      expect(new Headers({ 'Content-Disposition': value }).get('Content-Disposition')).toBe(value.trim());
    });
  });

  test('H3: a stream: the same events wherever it is cut, and no more kept than a message', () => {
    const line = fc.oneof(
      nastyText.map((text) => text.replaceAll('\n', '')),
      fc.constantFrom('data: x', 'data:', 'closed: 4400', 'closed: __proto__', ':', ''),
    );
    fuzz(500, fc.tuple(fc.array(line, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 6 })), ([lines, cuts]) => {
      const text = lines.map((each) => `${each}\n`).join('');
      const whole = new StreamParser().push(text);
      const parser = new StreamParser();
      const points = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length];
      const parts = points.slice(1).map((end, index) => parser.push(text.slice(points[index], end)));
      if (!parts.includes(undefined)) expect(parts.flat()).toEqual(whole);
      else expect(lines.some(({ length }) => length > MAX_SIGNAL_CHARS)).toBe(true);
    });
  });

  test('H3: what is encoded comes back', () => {
    const event = fc.oneof(
      nastyText.filter((text) => !text.includes('\n')).map((text) => ({ type: 'text', text }) as const),
      fc.integer({ min: 1000, max: 4999 }).map((code) => ({ type: 'closed', code }) as const),
    );
    fuzz(1_000, fc.tuple(fc.array(event, { maxLength: 5 }), fc.boolean()), ([events, isPadded]) => {
      expect(new StreamParser().push(events.map((each) => encodeStreamEvent(each, isPadded)).join(''))).toEqual(events);
    });
  });
});

afterAll(() => expect(Object.keys(Object.prototype)).toEqual([]));
