import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { fromBase64url, toBase64url } from '../../../../src/protocol/base64url.ts';
import { parseReceiverMessage, parseSenderMessage } from '../../../../src/protocol/messages/control-message.ts';
import {
  MANIFEST_PAGES_UNDER_WAY,
  MAX_CANDIDATE_CHARS,
  MAX_CANDIDATES,
  MAX_CONTROL_CHARS,
  MAX_LANES,
  MAX_PREVIEW_CHARS,
  MAX_SDP_CHARS,
  MAX_TOLD_CANDIDATES,
} from '../../../../src/protocol/limits.ts';
import { readLinkMessage } from '../../../../src/protocol/messages/link-message.ts';
import { parsePeerMessage } from '../../../../src/protocol/messages/peer-message.ts';

const link = 'abcdefghijk';
const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null };

describe('base64url', () => {
  test('any bytes come back', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 99 }), (bytes) => {
        expect(fromBase64url(toBase64url(bytes))).toEqual(Uint8Array.from(bytes));
      }),
    ));

  test.each(['A', 'AB', 'a+b/', 'a b=', 'AAAAA'])('%s is not canonical', (text) =>
    expect(fromBase64url(text)).toBeUndefined(),
  );
});

const preview = {
  type: 'preview',
  link,
  head: { files: 1, bytes: 1, pages: 1, pageBytes: 14, sha256: 'h'.repeat(43) },
  key: 'k'.repeat(43),
  signature: 's'.repeat(86),
  page: '[["a",1,"",0]]',
  host: { key: 'A'.repeat(43), signature: 'A'.repeat(86) },
};

describe('S4: peer messages', () => {
  test.each([
    { type: 'hello', link, role: 'receiver' },
    { type: 'description', link, lane: 0, kind: 'offer', sdp: 'v=0' },
    { type: 'candidate', link, lane: 0, candidate },
    { type: 'candidate', link, lane: 0, candidate: null },
    { type: 'end', link, code: 'cancelled-by-sender' },
    { type: 'refusal', link, code: 'share-expired', key: 'k'.repeat(43), signature: 's'.repeat(86) },
    preview,
  ])('$type is taken', (message) => expect(parsePeerMessage(JSON.stringify(message))).toEqual(message));

  test.each([
    ['no link', { type: 'hello', role: 'receiver' }],
    ['a link that is too long', { type: 'hello', link: `${link}x`, role: 'receiver' }],
    ['an unknown role', { type: 'hello', link, role: 'admin' }],
    ['a lane too many', { type: 'description', link, lane: MAX_LANES, kind: 'offer', sdp: '' }],
    ['an SDP without end', { type: 'description', link, lane: 0, kind: 'offer', sdp: 'x'.repeat(MAX_SDP_CHARS + 1) }],
    [
      'a description with a microphone',
      {
        type: 'description',
        link,
        lane: 0,
        kind: 'offer',
        sdp: 'v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n',
      },
    ],
    [
      'a description with candidates without end',
      {
        type: 'description',
        link,
        lane: 0,
        kind: 'offer',
        sdp: `v=0${'\r\na=candidate:1'.repeat(MAX_CANDIDATES + 1)}`,
      },
    ],
    ['a rollback', { type: 'description', link, lane: 0, kind: 'rollback', sdp: '' }],
    [
      'a candidate without end',
      { type: 'candidate', link, lane: 0, candidate: { ...candidate, candidate: 'x'.repeat(MAX_CANDIDATE_CHARS + 1) } },
    ],
    ['a candidate that is a number', { type: 'candidate', link, lane: 0, candidate: 1 }],
    ['a refusal for a reason that is none', { type: 'refusal', link, code: 'peer-left', key: 'k', signature: 's' }],
    [
      'a refusal with a key without end',
      { type: 'refusal', link, code: 'share-expired', key: 'k'.repeat(44), signature: 's' },
    ],
    ['a refusal that nobody signed', { type: 'refusal', link, code: 'share-expired', key: 'k' }],
    ['a preview without end', { ...preview, page: 'x'.repeat(MAX_PREVIEW_CHARS + 1) }],
    ['a preview of one page of several', { ...preview, head: { ...preview.head, files: 2, pages: 2 } }],
    ['a preview without a head', { ...preview, head: undefined }],
    ['a preview that is not the host’s', { ...preview, host: undefined }],
    ['a preview with a founding key without end', { ...preview, host: { ...preview.host, key: 'A'.repeat(44) } }],
    ['a code of its own', { type: 'end', link, code: '<b>' }],
    ['an unknown type', { type: 'exec', link }],
    ['an array', []],
  ])('%s is refused', (_, message) => expect(parsePeerMessage(JSON.stringify(message))).toBeUndefined());
});

describe('C1a: control messages', () => {
  test.each([
    { type: 'pages', first: 1, count: MANIFEST_PAGES_UNDER_WAY },
    { type: 'accept', bytes: 0, takesCompressed: false },
    { type: 'accept', bytes: 1, takesCompressed: true },
    { type: 'accept', bytes: 1, takesCompressed: true, wanted: 0 },
    { type: 'progress', bytes: 1 },
    { type: 'pause' },
    { type: 'resume' },
    { type: 'saving' },
    { type: 'receipt', bytes: 1, sha256: 'a'.repeat(43) },
    { type: 'stop', code: 'cancelled-by-receiver' },
  ])('a receiver may say $type', (message) => expect(parseReceiverMessage(JSON.stringify(message))).toEqual(message));

  test.each([
    ['too many pages at once', { type: 'pages', first: 0, count: MANIFEST_PAGES_UNDER_WAY + 1 }],
    ['no pages', { type: 'pages', first: 0, count: 0 }],
    ['a page before the first', { type: 'pages', first: -1, count: 1 }],
    ['NaN bytes', { type: 'progress', bytes: Number.NaN }],
    ['a receipt for nothing', { type: 'receipt', bytes: 1 }],
    ['less than nothing wanted', { type: 'accept', bytes: 0, takesCompressed: true, wanted: -1 }],
    ['more wanted than there can be', { type: 'accept', bytes: 0, takesCompressed: true, wanted: 2 ** 46 + 1 }],
    ['what only senders say', { type: 'manifest' }],
    ['a stop for a reason of its own', { type: 'stop', code: '<b>' }],
  ])('a receiver may not say %s', (_, message) =>
    expect(parseReceiverMessage(JSON.stringify(message))).toBeUndefined(),
  );

  const path = {
    type: 'path',
    candidate: 'relay',
    transport: 'tls',
    isNear: null,
    isRelayOnly: false,
    nat: 'udp-blocked',
    gathered: [{ type: 'relay', transport: 'tls', count: 1 }],
  };

  test('C8: either side may say path', () => {
    expect(readLinkMessage(path)).toEqual(path);
    expect(readLinkMessage({ ...path, isNear: true, address: '192.0.2.1' })).toEqual({ ...path, isNear: true });
  });

  test.each([
    ['a candidate of its own', { candidate: '<b>' }],
    ['a transport of its own', { transport: 'quic' }],
    ['a NAT of its own', { nat: 'friendly' }],
    ['no word on who is near', { isNear: undefined }],
    ['a text for yes', { isRelayOnly: 'yes' }],
    ['a list that is none', { gathered: {} }],
    ['more kinds than there are', { gathered: Array.from({ length: 13 }, () => path.gathered[0]) }],
    ['a kind without a number', { gathered: [{ type: 'host', transport: 'udp' }] }],
    [
      'more candidates than anybody has',
      { gathered: [{ type: 'host', transport: 'udp', count: MAX_TOLD_CANDIDATES + 1 }] },
    ],
    ['half a candidate', { gathered: [{ type: 'host', transport: 'udp', count: 0.5 }] }],
  ])('C8: nobody may say a path with %s', (_, changes) => {
    expect(readLinkMessage({ ...path, ...changes })).toBeUndefined();
  });

  test('one that is too long is not even parsed', () => {
    expect(
      parseReceiverMessage(JSON.stringify({ type: 'saving', pad: 'x'.repeat(MAX_CONTROL_CHARS) })),
    ).toBeUndefined();
    expect(
      parseSenderMessage(JSON.stringify({ type: 'checking', pad: 'x'.repeat(MAX_CONTROL_CHARS) })),
    ).toBeUndefined();
  });

  test('whatever text comes, it is a message or refused', () => {
    const value = fc.oneof(
      fc.json(),
      fc
        .record({
          type: fc.constantFrom('manifest', 'page', 'end', 'pages', 'receipt', 'path'),
          page: fc.anything(),
          text: fc.anything(),
          head: fc.anything(),
          code: fc.anything(),
        })
        .map((record) => {
          try {
            return JSON.stringify(record);
          } catch {
            return '';
          }
        }),
    );
    fc.assert(
      fc.property(value, (text) => {
        parseSenderMessage(text);
        parseReceiverMessage(text);
        parsePeerMessage(text);
      }),
      { numRuns: 3000, seed: 20261120 },
    );
  });
});
