/**
 * The messages of a socket as a response body that does not end until either side ends it (H3). The Worker holds the
 * socket, so the room can hibernate, and does not know that this peer has no WebSocket.
 */
import { encodeStreamEvent, STREAM_COMMENT_MS, type StreamEvent } from '../src/protocol/messages/room-http.ts';
import { MAX_STREAM_BACKLOG_BYTES } from './limits.ts';

const GOING_AWAY = 1001;
const FAILED = 1011;

const encode = (event: StreamEvent | undefined, isPadded: boolean): Uint8Array =>
  new TextEncoder().encode(encodeStreamEvent(event, isPadded));

/** A stream with one event: the socket is closed at once. */
export function closedStream(code: number, isPadded: boolean): ReadableStream<Uint8Array> {
  return new Blob([encode({ type: 'closed', code }, isPadded)]).stream();
}

/** Takes the socket over. Closes it when the reader goes away, or reads too slowly. */
export function streamOf(socket: WebSocket, isPadded: boolean): ReadableStream<Uint8Array> {
  const source = new SocketSource(socket, isPadded);
  return new ReadableStream(source, { highWaterMark: MAX_STREAM_BACKLOG_BYTES, size: ({ byteLength }) => byteLength });
}

class SocketSource implements UnderlyingSource<Uint8Array> {
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  private comments: ReturnType<typeof setInterval> | null = null;

  readonly socket: WebSocket;
  readonly isPadded: boolean;

  constructor(socket: WebSocket, isPadded: boolean) {
    this.socket = socket;
    this.isPadded = isPadded;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.controller = controller;
    this.comments = setInterval(() => this.put(undefined), STREAM_COMMENT_MS);
    this.socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') this.put({ type: 'text', text: data });
    });
    this.socket.addEventListener('close', ({ code }) => {
      this.put({ type: 'closed', code });
      this.end()?.close();
    });
    this.socket.accept();
  }

  cancel(): void {
    this.end();
    this.socket.close(GOING_AWAY);
  }

  private put(event: StreamEvent | undefined): void {
    const controller = this.controller;
    controller?.enqueue(encode(event, this.isPadded));
    if (controller === undefined || (controller.desiredSize ?? 0) > 0) return;
    this.end()?.error(new Error('not read'));
    this.socket.close(FAILED);
  }

  /** Later messages of the socket are dropped. */
  private end(): ReadableStreamDefaultController<Uint8Array> | undefined {
    const controller = this.controller;
    this.controller = undefined;
    clearInterval(this.comments);
    return controller;
  }
}
