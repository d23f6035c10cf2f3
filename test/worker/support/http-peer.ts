/** A browser's side of a room by plain HTTP: a response that goes on, and requests. */
import { exports } from 'cloudflare:workers';

import {
  JOIN_HEADER,
  messagesPath,
  PADDED,
  streamPath,
  StreamParser,
  type StreamEvent,
} from '../../../src/protocol/messages/room-http.ts';
import {
  IDENTITY_PREFIX,
  SUBPROTOCOL,
  type PeerId,
  type ServerMessage,
} from '../../../src/protocol/messages/room-message.ts';
import { newAddress, newIdentity, ORIGIN } from './peer.ts';

type Changes = Readonly<Record<string, string | null>>;

export const offerOf = (identity: string): string => `${SUBPROTOCOL}, ${IDENTITY_PREFIX}${identity}`;

function headersWith(changes: Changes): Headers {
  const headers = new Headers({
    [JOIN_HEADER]: offerOf(newIdentity()),
    'Sec-Fetch-Site': 'same-origin',
    'CF-Connecting-IP': newAddress(),
  });
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return headers;
}

/** Asks for a stream as a browser at ORIGIN does; null takes a header away. */
export async function getStream(roomId: string, changes: Changes = {}, method = 'GET', query = ''): Promise<Response> {
  return exports.default.fetch(`${ORIGIN}${streamPath(roomId)}${query}`, { method, headers: headersWith(changes) });
}

export async function postMessages(
  roomId: string,
  body: BodyInit | null,
  changes: Changes = {},
  method = 'POST',
): Promise<Response> {
  return exports.default.fetch(`${ORIGIN}${messagesPath(roomId)}`, {
    method,
    body,
    headers: headersWith({ Origin: ORIGIN, 'Sec-Fetch-Site': null, ...changes }),
  });
}

export class HttpPeer {
  id: PeerId = '';
  others: readonly PeerId[] = [];
  private readonly reader: ReadableStreamDefaultReader<string>;
  private readonly parser = new StreamParser();
  private readonly events: StreamEvent[] = [];

  private readonly roomId: string;
  readonly identity: string;
  readonly response: Response;

  constructor(roomId: string, identity: string, response: Response) {
    this.roomId = roomId;
    this.identity = identity;
    this.response = response;
    if (response.body === null) throw new Error('no stream');
    this.reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  }

  static async join(roomId: string, identity = newIdentity(), isPadded = false): Promise<HttpPeer> {
    const response = await getStream(roomId, { [JOIN_HEADER]: offerOf(identity) }, 'GET', isPadded ? `?${PADDED}` : '');
    const peer = new HttpPeer(roomId, identity, response);
    const welcome = await peer.next();
    if (welcome.type !== 'welcome') throw new Error(`not welcomed but ${welcome.type}`);
    peer.id = welcome.self;
    peer.others = welcome.peers;
    return peer;
  }

  /** undefined at the end of the stream. */
  async nextEvent(): Promise<StreamEvent | undefined> {
    while (this.events.length === 0) {
      const { done, value } = await this.reader.read();
      if (done) return undefined;
      this.events.push(...(this.parser.push(value) ?? []));
    }
    return this.events.shift();
  }

  async next(): Promise<ServerMessage> {
    const event = await this.nextEvent();
    if (event?.type !== 'text') throw new Error(`no message but ${JSON.stringify(event)}`);
    return JSON.parse(event.text) as ServerMessage;
  }

  async post(...texts: readonly string[]): Promise<number> {
    const { status } = await postMessages(this.roomId, texts.join('\n'), { [JOIN_HEADER]: offerOf(this.identity) });
    return status;
  }

  send(to: PeerId, payload: string): Promise<number> {
    return this.post(JSON.stringify({ type: 'send', to, payload }));
  }

  leave(): Promise<void> {
    return this.reader.cancel();
  }
}
