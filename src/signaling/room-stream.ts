/**
 * A room by plain HTTP. One response that does not end brings the room's messages, and requests carry ours (SPEC.md,
 * section H).
 */
import { MAX_POST_BYTES } from '../protocol/limits.ts';
import { JOIN_HEADER, messagesPath, PADDED, streamPath, StreamParser } from '../protocol/messages/room-http.ts';
import {
  ABNORMAL,
  subprotocolsOf,
  type Door,
  type Network,
  type Transport,
  type TransportEvents,
} from './transport.ts';

/** The status that says that we are not in the room. The reason comes on the stream, and has REASON_MS to arrive. */
const NOT_JOINED = 409;
const REASON_MS = 2000;

export class RoomStream implements Transport {
  private readonly ending = new AbortController();
  private readonly headers: Record<string, string>;
  private readonly url: URL;
  private readonly messagesUrl: URL;
  private isOpen = false;
  /** One request at a time keeps the order. Messages that wait meanwhile go together in the next one. */
  private queue: string[] = [];
  private isPosting = false;

  private readonly events: TransportEvents;
  private readonly network: Network;

  constructor(door: Door, isPadded: boolean, events: TransportEvents) {
    this.events = events;
    this.network = door.network;
    this.headers = { [JOIN_HEADER]: subprotocolsOf(door).join(', ') };
    this.url = new URL(streamPath(door.roomId), door.server);
    this.messagesUrl = new URL(messagesPath(door.roomId), door.server);
    if (isPadded) this.url.search = PADDED;
    this.read().catch(() => this.end(ABNORMAL));
  }

  send(text: string): boolean {
    if (!this.isOpen || this.ending.signal.aborted) return false;
    this.queue.push(text);
    if (!this.isPosting) this.post().catch(() => this.end(ABNORMAL));
    return true;
  }

  leave(): void {
    if (this.ending.signal.aborted) return;
    this.drop();
    // `keepalive`: it outlives the page. A proxy may hold the stream open for long after we have closed it.
    this.network.fetch(this.url, { method: 'DELETE', headers: this.headers, keepalive: true }).catch(() => {});
  }

  drop(): void {
    this.ending.abort();
  }

  private end(code: number): void {
    if (this.ending.signal.aborted) return;
    this.drop();
    this.events.onEnd(code);
  }

  private async read(): Promise<void> {
    const { signal } = this.ending;
    const response = await this.network.fetch(this.url, { headers: this.headers, cache: 'no-store', signal });
    if (!response.ok || response.body === null) return this.end(ABNORMAL);
    this.isOpen = true;
    const parser = new StreamParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (signal.aborted) return;
      const events = done ? undefined : parser.push(value);
      if (events === undefined) return this.end(ABNORMAL);
      this.events.onSign();
      for (const event of events) {
        if (signal.aborted) return;
        if (event.type === 'closed') return this.end(event.code);
        this.events.onText(event.text);
      }
    }
  }

  private async post(): Promise<void> {
    this.isPosting = true;
    while (this.queue.length > 0) {
      const body = this.takeBatch();
      const { ok, status } = await this.network.fetch(this.messagesUrl, {
        method: 'POST',
        headers: this.headers,
        body,
        signal: this.ending.signal,
      });
      if (status === NOT_JOINED) return void setTimeout(() => this.end(ABNORMAL), REASON_MS);
      if (!ok) return this.end(ABNORMAL);
    }
    this.isPosting = false;
  }

  /** As many messages as fit into one request, at least one. */
  private takeBatch(): string {
    let body = this.queue.shift() ?? '';
    // Messages are ASCII: base64url in JSON.
    while (this.queue[0] !== undefined && body.length + 1 + this.queue[0].length <= MAX_POST_BYTES)
      body += `\n${this.queue.shift()}`;
    return body;
  }
}
