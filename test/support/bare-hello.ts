/**
 * The least that two pages need to say hello over WebRTC through the Worker's room: a socket, offer and answer in
 * clear, candidates as they come, and one message over a negotiated channel. The difference to it is what the app
 * costs.
 */
import { randomBytes } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright';

declare global {
  /** Milliseconds from the start of the navigation to the other side's hello. */
  var helloMs: Promise<number> | undefined;
}

/**
 * Runs in every page of a context before its scripts, and does something only under `#hello.<room>.<identity>`. It
 * refers to nothing outside itself.
 */
function sayHello(iceServers: RTCIceServer[]): void {
  const [word, roomId = '', secret = ''] = location.hash.slice(1).split('.');
  if (word !== 'hello') return;
  const compress = (value: unknown): string =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const decompress = (text: string): Record<string, never> =>
    JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/'))) as Record<string, never>;
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/rooms/${roomId}`, [
    'beamline.1',
    `id.${secret}`,
  ]);
  const links = new Map<string, RTCPeerConnection>();
  globalThis.helloMs = new Promise((resolve) => {
    const linkTo = (peer: string): RTCPeerConnection => {
      const connection = new RTCPeerConnection({ iceServers });
      const channel = connection.createDataChannel('hello', { negotiated: true, id: 0 });
      channel.onopen = () => channel.send('hello');
      channel.onmessage = () => resolve(performance.now());
      connection.onicecandidate = ({ candidate }) =>
        candidate !== null && tell(peer, { candidate: candidate.toJSON() });
      links.set(peer, connection);
      return connection;
    };
    const tell = (to: string, value: unknown): void =>
      socket.send(JSON.stringify({ type: 'send', to, payload: compress(value) }));
    const describe = async (peer: string, connection: RTCPeerConnection): Promise<void> => {
      await connection.setLocalDescription();
      tell(peer, { description: connection.localDescription });
    };
    const got = async (
      from: string,
      { description, candidate }: { description?: RTCSessionDescriptionInit; candidate?: RTCIceCandidateInit },
    ): Promise<void> => {
      if (description === undefined && candidate === undefined) return describe(from, linkTo(from)); // who was there offers
      const connection = links.get(from) ?? linkTo(from);
      if (candidate !== undefined) return connection.addIceCandidate(candidate);
      if (description === undefined) return;
      await connection.setRemoteDescription(description);
      if (description.type === 'offer') await describe(from, connection);
    };
    let inbox = Promise.resolve();
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(String(data)) as { type: string; peers?: string[]; from?: string; payload?: string };
      for (const peer of message.peers ?? []) tell(peer, {});
      const { from, payload } = message;
      if (message.type === 'message' && from !== undefined && payload !== undefined)
        inbox = inbox.then(() => got(from, decompress(payload)));
    };
  });
}

/** Must be called before the context's first page is opened. */
export async function teachHello(context: BrowserContext, iceServers: RTCIceServer[] = []): Promise<void> {
  await context.addInitScript(sayHello, iceServers);
}

/**
 * Opens a page that waits in a room, at an address of `origin` that is only a picture. Resolves with the link for
 * others.
 */
export async function awaitHello(page: Page, origin: string): Promise<string> {
  const base = `${origin}/icon.svg#hello.${randomBytes(16).toString('base64url')}`;
  await openHello(page, base);
  return base;
}

/** Resolves with the time from the start of the navigation to the other page's hello. */
export async function followHello(page: Page, link: string): Promise<number> {
  await openHello(page, link);
  const helloMs = await page.evaluate(() => globalThis.helloMs);
  if (helloMs === undefined) throw new Error('the page was not taught to say hello');
  return Math.round(helloMs);
}

async function openHello(page: Page, link: string): Promise<void> {
  // Two links differ only in their fragment, and going from one to the other is no navigation.
  await page.goto('about:blank');
  await page.goto(`${link}.${randomBytes(16).toString('base64url')}`);
}
