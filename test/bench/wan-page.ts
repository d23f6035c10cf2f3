/** Bare data channels over a long path: several connections at once, each with one channel that is kept full. */

export interface Wan {
  offer(channels: number, iceServers: RTCIceServer[]): Promise<RTCSessionDescriptionInit[]>;
  answer(offers: RTCSessionDescriptionInit[], iceServers: RTCIceServer[]): Promise<RTCSessionDescriptionInit[]>;
  /** Resolves when all channels are open. */
  gotAnswers(answers: RTCSessionDescriptionInit[]): Promise<void>;
  /** Sends on all of them for so long. */
  pump(ms: number): Promise<void>;
  /** Bytes that have come so far, on all. */
  readonly bytes: number;
  close(): void;
}

declare global {
  var wan: Wan;
}

/** Runs in the page. Refers to nothing outside itself. */
export function installWan(): void {
  const MESSAGE_BYTES = 64 << 10;
  const HIGH_WATER_BYTES = 1 << 20;
  let links: { readonly connection: RTCPeerConnection; readonly channel: RTCDataChannel }[] = [];
  let bytes = 0;

  const make = (iceServers: RTCIceServer[]): RTCPeerConnection => {
    const connection = new RTCPeerConnection({ iceServers });
    const channel = connection.createDataChannel('bare', { negotiated: true, id: 0 });
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = HIGH_WATER_BYTES / 2;
    channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => void (bytes += data.byteLength);
    links.push({ connection, channel });
    return connection;
  };
  const described = async (connection: RTCPeerConnection): Promise<RTCSessionDescriptionInit> => {
    await connection.setLocalDescription();
    while (connection.iceGatheringState !== 'complete') {
      await new Promise((resolve) => connection.addEventListener('icegatheringstatechange', resolve, { once: true }));
    }
    const { type, sdp } = connection.localDescription as RTCSessionDescription;
    return { type, sdp };
  };
  const fill = async (channel: RTCDataChannel, endMs: number): Promise<void> => {
    const message = new Uint8Array(MESSAGE_BYTES);
    while (performance.now() < endMs) {
      if (channel.bufferedAmount < HIGH_WATER_BYTES) channel.send(message);
      else {
        await Promise.race([
          new Promise((resolve) => channel.addEventListener('bufferedamountlow', resolve, { once: true })),
          new Promise((resolve) => setTimeout(resolve, endMs - performance.now())),
        ]);
      }
    }
  };

  globalThis.wan = {
    offer: (channels, iceServers) => Promise.all(Array.from({ length: channels }, () => described(make(iceServers)))),
    answer: (offers, iceServers) =>
      Promise.all(
        offers.map(async (offer) => {
          const connection = make(iceServers);
          await connection.setRemoteDescription(offer);
          return described(connection);
        }),
      ),
    gotAnswers: async (answers) => {
      const opened = links.map(
        ({ channel }) => new Promise((resolve) => channel.addEventListener('open', resolve, { once: true })),
      );
      await Promise.all(links.map(({ connection }, index) => connection.setRemoteDescription(answers[index]!)));
      await Promise.all(opened);
    },
    pump: async (ms) => {
      const endMs = performance.now() + ms;
      await Promise.all(links.map(({ channel }) => fill(channel, endMs)));
    },
    get bytes() {
      return bytes;
    },
    close: () => {
      for (const { connection } of links) connection.close();
      links = [];
      bytes = 0;
    },
  };
}
