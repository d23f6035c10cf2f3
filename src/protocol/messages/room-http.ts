/**
 * A room by plain HTTP, for networks that let no WebSocket through: a response that does not end brings what the room
 * says, and requests carry what the browser says. The messages are the same (room-message.ts). See SPEC.md, section H.
 */
import { MAX_SIGNAL_CHARS } from '../limits.ts';
import { CLOSE_CODES, type CloseCode } from './room-message.ts';

/** Carries what a WebSocket carries in Sec-WebSocket-Protocol: version and identity (R1, R2). */
export const JOIN_HEADER = 'Beamline-Join';

/** Query of a stream whose every event is followed by padding (H5). */
export const PADDED = 'padded';

export const streamPath = (roomId: string): string => `/api/rooms/${roomId}/stream`;
export const messagesPath = (roomId: string): string => `/api/rooms/${roomId}/messages`;

/** The server says something, if only a comment, this often: proxies drop what is silent for a minute. */
export const STREAM_COMMENT_MS = 15_000;

/**
 * Characters after each event of a padded stream: fills the buffer of proxies that pass on whole ones (nginx: 8 KiB).
 */
const PADDING_CHARS = 8 * 1024;

export type StreamEvent =
  /** What a frame on the socket would hold. */
  | { readonly type: 'text'; readonly text: string }
  /** The room has closed the socket; the last event. */
  | { readonly type: 'closed'; readonly code: number };

const DATA = 'data: ';
const CLOSED = 'closed: ';

/**
 * The form is that of text/event-stream (HTML, section 9.2.5), because proxies know that it must not be held back.
 * `undefined` is a comment.
 */
export function encodeStreamEvent(event: StreamEvent | undefined, isPadded: boolean): string {
  const line = event === undefined ? ':' : event.type === 'text' ? DATA + event.text : CLOSED + String(event.code);
  return `${line}\n${isPadded ? `:${' '.repeat(PADDING_CHARS)}\n` : ''}\n`;
}

export const isCloseCode = (code: number): code is CloseCode => code in CLOSE_CODES;

/** Puts the events together again, wherever the chunks were cut. */
export class StreamParser {
  private rest = '';

  /**
   * What is complete; undefined when a line is longer than any message: it is no stream of ours, and must not fill
   * memory.
   */
  push(chunk: string): StreamEvent[] | undefined {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > MAX_SIGNAL_CHARS + DATA.length) return undefined;
    return lines.flatMap((line): StreamEvent[] => {
      if (line.startsWith(DATA)) return [{ type: 'text', text: line.slice(DATA.length) }];
      return line.startsWith(CLOSED) ? [{ type: 'closed', code: Number(line.slice(CLOSED.length)) }] : [];
    });
  }
}
