/** Answers a peer that asks for ICE servers. See src/protocol/SPEC.md, section I. */
import { toBase64url } from '../src/protocol/base64url.ts';
import { isRelay, type IceServer } from '../src/protocol/messages/ice-server.ts';
import { MAX_ICE_TTL_SECONDS } from '../src/protocol/limits.ts';
import type { IceMessage } from '../src/protocol/messages/room-message.ts';
import { askCloudflare } from './cloudflare-turn.ts';
import { coturnCredential } from './coturn-credential.ts';
import { turnConfig, type TurnConfig, type TurnVars } from './turn-config.ts';

/**
 * If the relay service takes longer than this, the STUN servers go first and the relay follows in a second answer. A
 * direct connection must not wait for the relay: the sender does wait for the first answer, and a wait of half a second
 * was noticed (test/lab/relay-down.lab.ts).
 */
const SOON_MS = 200;
const ID_BYTES = 12;

/** Who asks, as the limits count it. Neither name shows an address or a room id. */
export interface IceAsker {
  readonly addressKey: string;
  readonly roomKey: string;
}

export interface IceLimits {
  readonly ICE_LIMIT: RateLimit;
  readonly ROOM_ICE_LIMIT: RateLimit;
}

/** Answers once, or twice if the relay is late (I8). It does not reject when the relay service fails. */
export async function answerIce(
  env: TurnVars & IceLimits,
  { addressKey, roomKey }: IceAsker,
  nowMs: number,
  answer: (message: IceMessage) => void,
): Promise<void> {
  const config = turnConfig(env);
  const { ttlSeconds } = config;
  const direct: readonly IceServer[] = config.stunUrls.length === 0 ? [] : [{ urls: config.stunUrls }];
  if (config.relay.type === 'none')
    return answer({ type: 'ice', servers: direct, ttlSeconds: MAX_ICE_TTL_SECONDS, missing: 'relay-none' });
  // The address counts first: an address that asks too often must not use up the limit of its room.
  const isWithin =
    (await isWithinLimit(env.ICE_LIMIT, addressKey)) && (await isWithinLimit(env.ROOM_ICE_LIMIT, roomKey));
  // Many people behind one address can still connect directly.
  if (!isWithin) return answer({ type: 'ice', servers: direct, ttlSeconds, missing: 'relay-limited' });

  const minting = mint(config, nowMs);
  const soon = await Promise.race([minting, scheduler.wait(SOON_MS)]);
  if (soon === undefined) answer({ type: 'ice', servers: direct, ttlSeconds, missing: 'relay-unavailable' });
  const minted = soon ?? (await minting);
  if (minted === undefined) return;
  answer({ type: 'ice', servers: minted.every(isRelay) ? [...direct, ...minted] : minted, ttlSeconds });
}

async function isWithinLimit(limit: RateLimit, key: string): Promise<boolean> {
  const { success } = await limit.limit({ key });
  return success;
}

/** Servers with a relay among them; undefined if the service fails. */
async function mint({ relay, ttlSeconds }: TurnConfig, nowMs: number): Promise<readonly IceServer[] | undefined> {
  switch (relay.type) {
    case 'cloudflare':
      return askCloudflare(relay, ttlSeconds);
    case 'coturn': {
      const id = toBase64url(crypto.getRandomValues(new Uint8Array(ID_BYTES)));
      return [
        { urls: relay.urls, ...(await coturnCredential(relay.secret, Math.floor(nowMs / 1000) + ttlSeconds, id)) },
      ];
    }
    case 'none':
      return undefined;
  }
}
