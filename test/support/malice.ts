/**
 * What a dishonest server can do to the messages of a room to a browser. It sees room, peers and envelopes, and no
 * token.
 */
import { randomBytes } from 'node:crypto';

import { encodeEnvelope, envelopeContext, NONCE_BYTES } from '../../src/protocol/envelope.ts';
import type { PeerMessage } from '../../src/protocol/messages/peer-message.ts';
import { parseServerMessage, type PeerId, type ServerMessage } from '../../src/protocol/messages/room-message.ts';
import { deriveCapability, type Token } from '../../src/rendezvous/token.ts';

export const MALICES = [
  'tamper',
  'impersonate',
  'replay',
  'duplicate',
  'reorder',
  'invent',
  'drop-half',
  'garbage',
  'confuse',
] as const;

export type Malice = (typeof MALICES)[number];

/** Sends to one browser. */
export interface Victim {
  say(text: string): void;
  sayBinary(bytes: Buffer): void;
}

/** What becomes of one connection's messages. */
export type Passing = (text: string, victim: Victim) => void;

const write = (message: ServerMessage): string => JSON.stringify(message);
const randomPeer = (): PeerId => randomBytes(9).toString('base64url');

/** Replaces one character by another of the same alphabet, which is as good as a flipped bit. */
function tampered(payload: string): string {
  const at = Math.floor(Math.random() * payload.length);
  return payload.slice(0, at) + (payload[at] === 'A' ? 'B' : 'A') + payload.slice(at + 1);
}

const HOSTILE_TEXTS = [
  '',
  '{',
  '[]',
  'null',
  '0',
  '[['.repeat(20_000),
  `{"type":"joined","peer":"${'x'.repeat(100_000)}"}`,
  '{"type":"welcome","self":"x","peers":[]}',
  '{"type":"joined","peer":"../../../../x"}',
  '{"type":"left","peer":{"__proto__":1}}',
  '{"type":"message","from":"aaaaaaaaaaaa","payload":""}',
  '{"type":"ice","servers":[{"urls":["javascript:alert(1)"]}],"ttlSeconds":60}',
  '{"type":"ice","servers":[],"ttlSeconds":1e308}',
  '{"type":"ice-refused","code":"<script>"}',
  '{"__proto__":{"type":"left"}}',
  '\u0000',
  'pong',
];

/** Makes a fresh one for each connection. */
export function passingOf(malice: Malice): Passing {
  let self = '';
  const told: ServerMessage[] = [];
  let held: string[] = [];
  let count = 0;
  const act: Passing = (text, victim) => {
    const message = parseServerMessage(text);
    if (message?.type === 'welcome') self = message.self;
    if (message === undefined) return victim.say(text);
    switch (malice) {
      case 'tamper':
        return victim.say(
          message.type === 'message' ? write({ ...message, payload: tampered(message.payload) }) : text,
        );
      case 'impersonate':
        victim.say(text);
        // An envelope in the name of each peer. Its form is right, and its key is another.
        if (message.type === 'message' || message.type === 'joined')
          void forge(message.type === 'message' ? message.from : message.peer, self).then((payloads) =>
            payloads.forEach((payload) => victim.say(payload)),
          );
        return;
      case 'replay':
        victim.say(text);
        if (message.type !== 'message') return;
        for (const earlier of told.slice(-20)) victim.say(write(earlier));
        told.push(message);
        return;
      case 'duplicate':
        victim.say(text);
        if (message.type === 'message') victim.say(text);
        return;
      case 'reorder':
        if (message.type !== 'message') return victim.say(text);
        if (held.length === 0) {
          setTimeout(() => {
            for (const late of held.toReversed()) victim.say(late);
            held = [];
          }, 30);
        }
        held.push(text);
        return;
      case 'invent':
        if (message.type === 'welcome')
          return victim.say(
            write({ ...message, peers: [...Array.from({ length: 20 }, randomPeer), ...message.peers] }),
          );
        victim.say(text);
        victim.say(write({ type: 'joined', peer: randomPeer() }));
        if (message.type === 'message') victim.say(write({ ...message, from: randomPeer() }));
        return;
      case 'drop-half':
        if (message.type !== 'message' || count++ % 2 === 0) victim.say(text);
        return;
      case 'garbage':
        for (const garbage of HOSTILE_TEXTS) victim.say(garbage);
        victim.sayBinary(randomBytes(500));
        victim.say(text);
        return;
      case 'confuse':
        victim.say(text);
        if (message.type !== 'message') return;
        victim.say(write({ type: 'left', peer: message.from }));
        victim.say(write({ type: 'joined', peer: self }));
        victim.say(write({ type: 'joined', peer: message.from }));
        if (count++ % 5 === 0) victim.say(write({ type: 'welcome', self, peers: [message.from] }));
    }
  };
  return act;
}

/** Every kind of message that a peer could send, sealed by somebody who guesses the token. */
async function forge(from: PeerId, to: PeerId): Promise<readonly string[]> {
  const { roomId, signalingKey } = await deriveCapability(randomBytes(16).toString('base64url') as Token);
  const link = randomBytes(8).toString('base64url');
  const messages: readonly PeerMessage[] = [
    { type: 'hello', link, role: 'receiver', about: { versions: [2], services: { files: 1 } } },
    { type: 'description', link, lane: 0, kind: 'offer', sdp: 'v=0\r\n' },
    { type: 'end', link, code: 'cancelled-by-sender' },
  ];
  return Promise.all(
    messages.map(async (message, index) => {
      const sequence = 1000 + index;
      const nonce = Uint8Array.from(randomBytes(NONCE_BYTES));
      const additionalData = envelopeContext(roomId, from, to, sequence);
      const plain = new TextEncoder().encode(JSON.stringify(message));
      const ciphertext = new Uint8Array(
        await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, signalingKey, plain),
      );
      return write({
        type: 'message',
        from,
        payload: Buffer.from(encodeEnvelope({ sequence, nonce, ciphertext })).toString('base64url'),
      });
    }),
  );
}
