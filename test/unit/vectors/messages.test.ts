/** Messages in JSON, and the stream that brings them by HTTP. */
import { describe, expect, test } from 'vitest';

import type { NoteMessage } from '../../../src/notes/note-message.ts';
import type { ReceiverMessage, SenderMessage, SharesMessage } from '../../../src/protocol/messages/control-message.ts';
import { parseLaneMessage, type LaneMessage } from '../../../src/protocol/messages/lane-message.ts';
import { readLinkMessage, type LinkControlMessage } from '../../../src/protocol/messages/link-message.ts';
import { parsePeerMessage, type PeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import { StreamParser, type StreamEvent } from '../../../src/protocol/messages/room-http.ts';
import {
  parseClientMessage,
  parseServerMessage,
  type ClientMessage,
  type ServerMessage,
} from '../../../src/protocol/messages/room-message.ts';
import { parseFields } from '../../../src/protocol/parse.ts';
import { parseReceiver, parseSender, parseShares } from '../fuzz/parse-files.ts';
import { parseNote } from '../fuzz/parse-note.ts';
import { lessByOne, load, properPrefixes, whole, type Parts, type VectorFile } from './load.ts';

const parseLinkMessage = (text: string): LinkControlMessage | undefined => {
  const fields = parseFields(text);
  return fields && readLinkMessage(fields);
};

type Parse = (text: string) => object | undefined;
interface Message {
  readonly from?: string;
  readonly text: string;
  readonly value: object;
}

/** Who reads what each side says. */
const PARSERS: Readonly<Record<string, Readonly<Record<string, Parse>>>> = {
  'room-messages': { browser: parseClientMessage, room: parseServerMessage },
  'peer-messages': { '': parsePeerMessage },
  'control-messages': { sender: parseSender, receiver: parseReceiver, either: parseShares },
  'link-messages': { '': parseLinkMessage },
  'lane-messages': { '': parseLaneMessage },
  'note-messages': { '': parseNote },
};

/** The compiler says so when a type is missing here, and the test when the vectors have none of it. */
const TYPES: Readonly<Record<string, object>> = {
  'room-messages': {
    send: 1,
    ice: 1,
    more: 1,
    welcome: 1,
    peers: 1,
    joined: 1,
    left: 1,
    message: 1,
    'ice-refused': 1,
  } satisfies Record<(ClientMessage | ServerMessage)['type'], 1>,
  'peer-messages': {
    hello: 1,
    description: 1,
    candidate: 1,
    end: 1,
    preview: 1,
    refusal: 1,
    busy: 1,
  } satisfies Record<PeerMessage['type'], 1>,
  'control-messages': {
    manifest: 1,
    page: 1,
    pages: 1,
    accept: 1,
    progress: 1,
    saving: 1,
    receipt: 1,
    pause: 1,
    resume: 1,
    checking: 1,
    bitfield: 1,
    have: 1,
    given: 1,
    cancel: 1,
    stop: 1,
    shares: 1,
  } satisfies Record<(SenderMessage | ReceiverMessage | SharesMessage)['type'], 1>,
  'link-messages': { path: 1, end: 1, guests: 1 } satisfies Record<LinkControlMessage['type'], 1>,
  'lane-messages': { lanes: 1, description: 1, candidate: 1 } satisfies Record<LaneMessage['type'], 1>,
  'note-messages': { note: 1, arrived: 1 } satisfies Record<NoteMessage['type'], 1>,
};

describe.each(Object.entries(PARSERS))('R9, S4, C1, L1, N1a: %s.json', (name, parsers) => {
  const { right, otherwise, wrong } = load<VectorFile<Message, { from?: string; text: Parts }>>(name);
  const read = (text: string, from = ''): object | undefined => {
    const parse = parsers[from];
    if (parse === undefined) throw new Error(`nobody reads what "${from}" says`);
    return parse(text);
  };

  test.each(right)('read and written: $text', ({ text, from, value }) => {
    expect(read(text, from)).toStrictEqual(value);
    expect(JSON.stringify(read(text, from))).toBe(text);
  });

  test.each(right)('refused when it is cut anywhere, or has a byte behind it: $text', ({ text, from }) => {
    for (const prefix of properPrefixes(text)) expect(read(prefix, from), prefix).toBeUndefined();
    for (const behind of ['}', '0', ',', '\0']) expect(read(text + behind, from), behind).toBeUndefined();
  });

  test.each(otherwise ?? [])('read, whoever writes so: $text', ({ text, from, value }) => {
    expect(read(text, from)).toStrictEqual(value);
  });

  test.each(wrong.map((each) => ({ from: '', ...each })))('refused: $why $from', ({ text, from }) => {
    expect(read(whole(text), from)).toBeUndefined();
    if (typeof text !== 'string') expect(read(whole(lessByOne(text)), from)).toBeDefined();
  });

  test('has each type of message', () => {
    const types = right.map(({ value }) => (value as { type: string }).type);
    expect([...new Set(types)].toSorted()).toEqual(Object.keys(TYPES[name] ?? {}).toSorted());
  });
});

describe('H3, H5, H7: room-stream.json', () => {
  const { right, wrong } =
    load<VectorFile<{ name: string; text: string; events: readonly StreamEvent[] }, { text: Parts }>>('room-stream');

  test.each(right)('$name: the same events whole, byte by byte, and cut at every byte', ({ text, events }) => {
    expect(new StreamParser().push(text)).toEqual(events);
    const parser = new StreamParser();
    expect(text.split('').flatMap((character) => parser.push(character))).toEqual(events);
    for (const head of properPrefixes(text)) {
      const parser = new StreamParser();
      expect([...(parser.push(head) ?? []), ...(parser.push(text.slice(head.length)) ?? [])]).toEqual(events);
    }
  });

  test.each(wrong)('given up: $why', ({ text }) => {
    expect(new StreamParser().push(whole(text))).toBeUndefined();
    expect(new StreamParser().push(whole(lessByOne(text)))).toEqual([]);
    const parser = new StreamParser();
    const pieces = whole(text).match(/.{1,1000}/g) ?? [];
    expect(pieces.map((piece) => parser.push(piece))).toContain(undefined);
  });
});
