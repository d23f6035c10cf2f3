/** A room by WebSocket. */
import { socketOf, type Door, type Transport, type TransportEvents } from './transport.ts';

export class RoomSocket implements Transport {
  private readonly socket: WebSocket;

  constructor(door: Door, events: TransportEvents) {
    this.socket = door.network.socket(...socketOf(door));
    this.socket.onmessage = ({ data }) => {
      if (typeof data === 'string') events.onText(data);
    };
    this.socket.onclose = ({ code }) => events.onEnd(code);
  }

  send(text: string): boolean {
    if (this.socket.readyState !== this.socket.OPEN) return false;
    this.socket.send(text);
    return true;
  }

  leave(): void {
    this.drop();
  }

  drop(): void {
    this.socket.onmessage = null;
    this.socket.onclose = null;
    this.socket.close(1000);
  }
}
