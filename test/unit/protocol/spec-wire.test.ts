/** SPEC.md against the code: its messages, which must be in the fuzz lists, its codes, its frames and its texts. */
import { describe, expect, test } from 'vitest';

import { envelopeContext } from '../../../src/protocol/envelope.ts';
import { CONNECTION_CODES, ERROR_CODES, RELAY_CODES } from '../../../src/protocol/errors.ts';
import { decodeFrame, shareOfFrame } from '../../../src/protocol/frame.ts';
import { parseLaneMessage } from '../../../src/protocol/messages/lane-message.ts';
import { guestsStatement } from '../../../src/protocol/messages/guests-word.ts';
import { hostStatement } from '../../../src/protocol/messages/introduction.ts';
import { readLinkMessage } from '../../../src/protocol/messages/link-message.ts';
import { parseFields } from '../../../src/protocol/parse.ts';
import { blockStatement, hostShareStatement, manifestStatement } from '../../../src/protocol/manifest.ts';
import { parseReceiver, parseSender, parseShares } from '../fuzz/parse-files.ts';
import { parseNote } from '../fuzz/parse-note.ts';
import { parsePeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import { refusalStatement } from '../../../src/protocol/messages/refusal.ts';
import { CLOSE_CODES, parseClientMessage, parseServerMessage } from '../../../src/protocol/messages/room-message.ts';
import { withdrawalStatement } from '../../../src/protocol/withdrawal.ts';
import * as lists from '../fuzz/valid-messages.ts';
import { section } from './spec-text.ts';

const parseLinkMessage = (text: string): object | undefined => {
  const fields = parseFields(text);
  return fields && readLinkMessage(fields);
};

/** What stands in code marks. */
const namesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

describe('the messages of SPEC.md', () => {
  type Samples = Readonly<Record<string, readonly object[]>>;
  type Parse = (text: string) => object | undefined;

  /** By the heading that they stand under: who reads them, and the fuzz lists that must have them. */
  const GROUPS: Readonly<Record<string, readonly (readonly [Parse, Samples])[]>> = {
    'Peer to room': [[parseClientMessage, lists.OF_CLIENTS]],
    'Room to peer': [[parseServerMessage, lists.OF_ROOMS]],
    'Peer to peer, sealed': [[parsePeerMessage, lists.OF_PEERS]],
    'Lane channel': [[parseLaneMessage, lists.OF_LANES]],
    'Control channel, about no share': [[parseShares, lists.OF_FILES]],
    'Control channel, sender to receiver': [[parseSender, lists.OF_SENDERS]],
    'Control channel, receiver to sender': [[parseReceiver, lists.OF_RECEIVERS]],
    'Control channel, of the link itself': [[parseLinkMessage, lists.OF_LINKS]],
    'Control channel, either side': [
      [parseSender, lists.OF_SENDERS],
      [parseReceiver, lists.OF_RECEIVERS],
    ],
    Notes: [[parseNote, lists.OF_NOTES]],
  };

  /** Messages that have their table in another group. */
  const ELSEWHERE = ['Lane channel description', 'Lane channel candidate'];

  const messages = Object.keys(GROUPS).flatMap((group) =>
    section(`### ${group}`)
      .split(/^#### /m)
      .slice(1)
      .map((text) => ({
        group,
        type: /^`([\w-]+)`/.exec(text)?.[1] ?? '',
        // The field has its new name here, and its old one in the code until that is renamed.
        example: /```json\n([^]*?)```/.exec(text)?.[1] ?? '',
        fields: [...text.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, names = '']) => namesIn(names)).map((name) => name),
      })),
  );

  /** The names of all values in a message, as the tables write them. */
  function fieldsOf(value: unknown, name = ''): string[] {
    if (Array.isArray(value)) return value.flatMap((each) => (isRecord(each) ? fieldsOf(each, `${name}[]`) : [name]));
    if (!isRecord(value)) return [name];
    return Object.entries(value).flatMap(([key, each]) => fieldsOf(each, name === '' ? key : `${name}.${key}`));
  }

  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);

  test('are where they are looked for', () => {
    expect(messages.length).toBe(section('## Messages').split(/^#### /m).length - 1);
  });

  test.each(messages)('$group: $type is read as it stands there, with all its fields', ({ group, type, example }) => {
    const message = JSON.parse(example) as { readonly type: string };
    expect(message.type).toBe(type);
    const [first, ...others] = (GROUPS[group] ?? []).map(([parse]) => parse(example));
    expect(first).toEqual(message);
    for (const other of others) expect(message).toMatchObject(other ?? { type: 'refused' });
  });

  test.each(messages)(
    '$group: the table of $type names its fields, and no others',
    ({ example, fields, group, type }) => {
      const inTable = new Set(fields.flatMap((field) => [field, field.replace(/(\[\])?\.[^.]+$/, '')]));
      // The number of the share has its table where the form of the channel stands.
      const inForm = group.startsWith('Control channel') ? ['type', 'share'] : ['type'];
      const inExample = new Set(fieldsOf(JSON.parse(example)).filter((field) => !inForm.includes(field)));
      for (const field of inExample) {
        // What stands in the table of another message is not said again.
        if (!field.startsWith('head.') || type === 'manifest') expect(inTable, field).toContain(field);
      }
      const said = new Set([...inExample].flatMap((field) => [field, field.split('.')[0], field.split('[]')[0]]));
      for (const field of fields) expect(said, field).toContain(field);
    },
  );

  test.each(messages)('$group: $type is in the fuzz lists', ({ group, type }) => {
    for (const [parse, samples] of GROUPS[group] ?? []) {
      expect(samples[type], `put ${type} into test/unit/fuzz/valid-messages.ts`).toBeDefined();
      for (const sample of samples[type] ?? []) expect(parse(JSON.stringify(sample))).toEqual(sample);
    }
  });

  test.each(
    Object.entries(GROUPS).flatMap(([group, readers]) =>
      readers.flatMap(([, samples]) => Object.keys(samples).map((type) => ({ group, type }))),
    ),
  )('$type, which is fuzzed, has a table ($group)', ({ group, type }) => {
    const isHere = (where: string): boolean =>
      messages.some((message) => message.group === where && message.type === type);
    const isEither = group.startsWith('Control channel') && isHere('Control channel, either side');
    const isOwn = group === 'Control channel, either side' && Object.keys(GROUPS).some(isHere);
    expect(isHere(group) || isEither || isOwn || ELSEWHERE.includes(`${group} ${type}`)).toBe(true);
  });
});

describe('the codes of SPEC.md', () => {
  test('R8: close codes are those of the room, with their names', () => {
    const rows = [...section('### Close codes of a room').matchAll(/^\| (\d+) \| `([\w-]+)` \|/gm)];
    expect(Object.fromEntries(rows.map(([, code, name]) => [code, name]))).toEqual(CLOSE_CODES);
  });

  test('I7: relay codes are those that there are', () => {
    const rows = [...section('### Relay codes').matchAll(/^\| `([\w-]+)` \|/gm)].map(([, code]) => code);
    expect(rows).toEqual([...RELAY_CODES]);
  });

  test('C7, S8: each code of an end is in one of the two tables, once', () => {
    const [said = '', unsaid = ''] = section('### End codes').split('These are what a page tells');
    const saidCodes = [...said.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, code = '']) => code);
    const unsaidCodes = unsaid
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap(namesIn);
    expect([...saidCodes, ...unsaidCodes].toSorted()).toEqual([...ERROR_CODES].toSorted());
    const connection = [...said.matchAll(/^\| `([\w-]+)` \| \w+ \| Connection code/gm)].map(([, code = '']) => code);
    expect(connection.toSorted()).toEqual([...CONNECTION_CODES].toSorted());
  });
});

describe('the bytes and texts of SPEC.md', () => {
  const sha256 = new Uint8Array(32).fill(7);
  const text64 = Buffer.from(sha256).toString('base64url');

  /** The template of a row with its names filled in. */
  function filled(what: string, values: Readonly<Record<string, string | number>>): string {
    const template = new RegExp(`^\\| ${what} \\| \`([^\`]+)\``, 'm').exec(section('## What is signed'))?.[1] ?? '';
    return template.replace(/<([^>]+)>/g, (_, name: string) => String(values[name] ?? expect.fail(name)));
  }

  const signed = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

  test('M3, D3, W1, S10, V5, M8: what is signed is the text that stands there', () => {
    const shareId = { 'share id': text64 };
    const foundingId = { 'founding id': text64 };
    const head = { files: 1, bytes: 2, pages: 3, pageBytes: 4, sha256: text64 };
    expect(filled('manifest', { ...shareId, ...head, 'page bytes': 4 })).toBe(signed(manifestStatement(sha256, head)));
    expect(filled('block', { ...shareId, block: 9, length: 8, sha256: text64 })).toBe(
      signed(blockStatement(sha256, 9, 8, sha256)),
    );
    expect(filled('withdrawal', { ...shareId, first: 3, last: 3 })).toBe(
      signed(
        withdrawalStatement(sha256, [
          [3, 3],
          [3, 3],
        ]),
      ),
    );
    expect(filled('refusal', { ...foundingId, code: 'share-expired' })).toBe(
      signed(refusalStatement(sha256, 'share-expired')),
    );
    expect(filled('host', { ...foundingId, 'peer id': 'alicealice__', 'link id': 'abcdefghijk' })).toBe(
      signed(hostStatement(sha256, 'alicealice__', 'abcdefghijk')),
    );
    for (const isAllowed of [true, false]) {
      const said = { ...foundingId, word: isAllowed ? 'allowed' : 'forbidden', saidMs: 7 };
      expect(filled('guests', said)).toBe(signed(guestsStatement(sha256, { isAllowed, saidMs: 7 })));
    }
    const shareOf = { 'founding id': text64, 'share id': Buffer.alloc(32, 8).toString('base64url') };
    expect(filled('share', shareOf)).toBe(signed(hostShareStatement(sha256, new Uint8Array(32).fill(8))));
  });

  test('S3: an envelope is bound to the text that stands there', () => {
    const [, template = ''] = /`(beamline\/1 envelope [^`]+)`/.exec(section('## Envelope')) ?? [];
    const text = template
      .replace('<room id>', 'room')
      .replace('<from>', 'a')
      .replace('<to>', 'b')
      .replace('<sequence>', String(2 ** 40));
    expect(text).toBe(signed(envelopeContext('room', 'a', 'b', 2 ** 40)));
  });

  test('D1: frames have the types and lengths that stand there, and there are no others', () => {
    const rows = [...section('## Frames').matchAll(/^\| (\d) \| [\w ]+ \| \w+ \| (\d+)/gm)];
    const least = new Map(rows.map(([, type, bytes]) => [Number(type), Number(bytes)]));
    expect([...least.keys()]).toEqual([1, 2, 3, 4, 5]);
    for (let type = 0; type < 256; type += 1) {
      const length = least.get(type) ?? 16;
      const bytes = new Uint8Array(type === 5 ? length + 8 : length);
      bytes[2] = type;
      if (type === 1 || type === 4) bytes[14] = 2;
      if (type === 2) bytes[10] = 2;
      expect(decodeFrame(bytes) !== undefined, `type ${type}`).toBe(least.has(type));
      if (least.has(type)) expect(decodeFrame(bytes.subarray(0, length - 1)), `type ${type}`).toBeUndefined();
    }
  });

  test('D1, C11a: the frames that stand there are read as it says', () => {
    const [request = '', chunk = ''] = [...section('## Frames').matchAll(/^ {4}([\da-f ]+)$/gm)].map(([, hex]) => hex);
    const [asked, sent] = [request, chunk].map((hex) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')));
    expect([shareOfFrame(asked!), shareOfFrame(sent!)]).toEqual([0, 258]);
    expect(decodeFrame(asked!)).toEqual({ type: 'request', piece: { block: 3, offset: 262_144, length: 262_144 } });
    expect(decodeFrame(sent!)).toMatchObject({ type: 'chunk', chunk: { block: 0, offset: 0 } });
    expect(Buffer.from(sent!.subarray(11)).toString()).toBe('hello');
  });

  test('C11: the field that all messages about a share have stands there with its bound', () => {
    const [, most = ''] = /^\| `share` \| .*0 to (\w+)/m.exec(section('### Control channel: form')) ?? [];
    expect(most).toBe('MAX_SHARE_NUMBER');
    for (const share of [0, 65_535]) expect(parseSender(JSON.stringify({ share, type: 'pause' }))?.share).toBe(share);
    for (const share of [-1, 65_536, undefined])
      expect(parseSender(JSON.stringify({ share, type: 'pause' }))).toBeUndefined();
  });
});
