/** The server's side of WebSockets (RFC 6455), as far as tests need it: complete messages, no extensions. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;

export interface ServerSocketEvents {
  onText(text: string): void;
  /** Called when the other side has closed the socket, or it broke. */
  onEnd(): void;
}

export class ServerSocket {
  private readonly stream: Duplex;
  private readonly events: ServerSocketEvents;
  private unread = Buffer.alloc(0);
  private isOver = false;

  /** Answers the upgrade. @param protocol the subprotocol to select */
  constructor({ headers }: IncomingMessage, stream: Duplex, protocol: string, events: ServerSocketEvents) {
    this.stream = stream;
    this.events = events;
    const accept = createHash('sha1')
      .update(`${headers['sec-websocket-key'] ?? ''}${GUID}`)
      .digest('base64');
    const answer = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
      `Sec-WebSocket-Protocol: ${protocol}`,
    ];
    stream.write(`${answer.join('\r\n')}\r\n\r\n`);
    stream.on('data', (chunk: Buffer) => this.read(chunk));
    stream.on('error', () => this.end());
    stream.on('close', () => this.end());
  }

  send(text: string): void {
    this.write(TEXT, Buffer.from(text));
  }

  sendBinary(bytes: Buffer): void {
    this.write(BINARY, bytes);
  }

  close(code: number): void {
    const body = Buffer.alloc(2);
    body.writeUInt16BE(code);
    this.write(CLOSE, body);
    this.stream.end();
  }

  private write(opcode: number, body: Buffer): void {
    if (this.isOver || !this.stream.writable) return;
    const head =
      body.length < 126 ? Buffer.from([0x80 | opcode, body.length]) : Buffer.alloc(body.length < 65_536 ? 4 : 10);
    if (body.length >= 126) {
      head[0] = 0x80 | opcode;
      head[1] = body.length < 65_536 ? 126 : 127;
      if (body.length < 65_536) head.writeUInt16BE(body.length, 2);
      else head.writeBigUInt64BE(BigInt(body.length), 2);
    }
    this.stream.write(Buffer.concat([head, body]));
  }

  private read(chunk: Buffer): void {
    this.unread = Buffer.concat([this.unread, chunk]);
    for (let frame = this.takeFrame(); frame !== undefined; frame = this.takeFrame()) {
      if (frame.opcode === TEXT) this.events.onText(frame.body.toString());
      if (frame.opcode === CLOSE) this.end();
    }
  }

  /** A browser's frames are masked (section 5.3). */
  private takeFrame(): { readonly opcode: number; readonly body: Buffer } | undefined {
    const { unread } = this;
    if (unread.length < 2) return undefined;
    const short = (unread[1] ?? 0) & 0x7f;
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
    const start = 2 + lengthBytes + 4;
    if (unread.length < start) return undefined;
    const length =
      lengthBytes === 0 ? short : lengthBytes === 2 ? unread.readUInt16BE(2) : Number(unread.readBigUInt64BE(2));
    if (unread.length < start + length) return undefined;
    const mask = unread.subarray(start - 4, start);
    const body = unread.subarray(start, start + length).map((byte, index) => byte ^ (mask[index & 3] ?? 0));
    this.unread = unread.subarray(start + length);
    return { opcode: (unread[0] ?? 0) & 0x0f, body: Buffer.from(body) };
  }

  private end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.stream.destroy();
    this.events.onEnd();
  }
}
