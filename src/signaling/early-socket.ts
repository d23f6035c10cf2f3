/**
 * The socket into a room, begun before the code that reads it is loaded: both take round trips, and so they take them
 * side by side. It is a network: whoever asks it for that socket gets it, and then hears what the room said meanwhile.
 */
import type { Identity } from '../protocol/identity.ts';
import { MAX_EARLY_MESSAGES } from '../protocol/limits.ts';
import { newIdentity, socketOf, type Network } from './transport.ts';

interface Begun {
  readonly name: string;
  readonly socket: WebSocket;
  readonly heard: (MessageEvent | CloseEvent)[];
}

const nameOf = (url: URL, protocols: readonly string[]): string => [url.href, ...protocols].join(' ');

export class EarlySocket implements Network {
  /** As whom the room is entered. Resolves when the socket has begun to open. */
  readonly identity: Promise<Identity>;
  private begun: Begun | undefined;
  private isGivenUp = false;
  private readonly network: Network;

  constructor(network: Network, server: string, roomId: Promise<string>) {
    this.network = network;
    this.identity = this.begin(server, roomId);
    this.identity.catch(() => {}); // told to whoever joins
  }

  /** The socket that has begun, the first time that it is asked for. All others are new. */
  socket(url: URL, protocols: string[]): WebSocket {
    const { begun } = this;
    if (begun?.name !== nameOf(url, protocols)) return this.network.socket(url, protocols);
    this.begun = undefined;
    const { socket, heard } = begun;
    socket.onmessage = null;
    socket.onclose = null;
    // Before anything else that the room says, and after the new owner has begun to listen.
    queueMicrotask(() => {
      for (const event of heard)
        if (event.type === 'close') socket.onclose?.(event as CloseEvent);
        else socket.onmessage?.(event as MessageEvent);
    });
    return socket;
  }

  fetch(url: URL, init: RequestInit): Promise<Response> {
    return this.network.fetch(url, init);
  }

  /** Nobody will ask for it. */
  giveUp(): void {
    this.isGivenUp = true;
    const { begun } = this;
    this.begun = undefined;
    if (begun === undefined) return;
    begun.socket.onmessage = null;
    begun.socket.onclose = null;
    begun.socket.close(1000);
  }

  private async begin(server: string, asked: Promise<string>): Promise<Identity> {
    const [identity, roomId] = await Promise.all([newIdentity(), asked]);
    if (!this.isGivenUp) this.open(...socketOf({ server, roomId, identity }));
    return identity;
  }

  private open(url: URL, protocols: string[]): void {
    let socket: WebSocket;
    try {
      socket = this.network.socket(url, protocols);
    } catch {
      return; // there is no WebSocket: whoever joins finds that out, and another way
    }
    const heard: Begun['heard'] = [];
    this.begun = { name: nameOf(url, protocols), socket, heard };
    const hear = (event: MessageEvent | CloseEvent): void => {
      if (heard.push(event) > MAX_EARLY_MESSAGES) this.giveUp();
    };
    socket.onmessage = hear;
    socket.onclose = hear;
  }
}
