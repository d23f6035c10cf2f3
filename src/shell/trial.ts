/**
 * Uses once, at the start, everything that Beamline cannot work without (needs.ts). So a person learns what is missing
 * before there is a link that leads nowhere, or a wait for nothing.
 */
import type { BeamError } from '../protocol/errors.ts';
import { lackOf, type NeedName } from './needs.ts';

/** Far more time than any of the trials takes. */
const ANSWER_MS = 5000;

/** Trials that answer at once. */
const IMMEDIATE = {
  secureContext: () => demand(isSecureContext),
  // The newest features that the code uses.
  language: () => demand(typeof Promise.withResolvers().resolve === 'function' && !AbortSignal.any([]).aborted),
  /** Makes only one connection, because Chromium limits their number. */
  dataChannels: () => {
    const pc = new RTCPeerConnection();
    try {
      pc.createDataChannel('trial', { negotiated: true, id: 0 });
    } finally {
      pc.close();
    }
  },
} as const satisfies Partial<Record<NeedName, () => void>>;

/** Trials that wait for WebCrypto. */
const LATER = {
  sha256: () => crypto.subtle.digest('SHA-256', new Uint8Array(1)),
  hkdf: async () => {
    const material = await crypto.subtle.importKey('raw', new Uint8Array(16), 'HKDF', false, ['deriveBits']);
    await crypto.subtle.deriveBits(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new Uint8Array() },
      material,
      128,
    );
  },
  aesGcm: async () => {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(32), 'AES-GCM', false, ['encrypt']);
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, key, new Uint8Array(1));
  },
  ed25519: async () => {
    const { privateKey, publicKey } = (await crypto.subtle.generateKey('Ed25519', false, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
    const bytes = new Uint8Array(1);
    demand(
      await crypto.subtle.verify('Ed25519', publicKey, await crypto.subtle.sign('Ed25519', privateKey, bytes), bytes),
    );
  },
} as const satisfies Partial<Record<NeedName, () => Promise<unknown>>>;

function demand(isThere: boolean): void {
  if (!isThere) throw new Error('it is not there');
}

export interface Trial {
  /** What is missing, as far as it is known at once: then no room is entered, and no link is made. */
  readonly lack: BeamError | undefined;
  /** The same, and what takes a moment to find out. Never rejects. */
  readonly whole: Promise<BeamError | undefined>;
}

export function tryOut(): Trial {
  const missing = new Set<NeedName>();
  for (const [name, use] of Object.entries(IMMEDIATE) as Array<[NeedName, () => void]>) {
    try {
      use();
    } catch {
      missing.add(name);
    }
  }
  const lack = lackOf(missing);
  return { lack, whole: lack === undefined ? tryLater(missing) : Promise.resolve(lack) };
}

async function tryLater(missing: Set<NeedName>): Promise<BeamError | undefined> {
  const uses = (Object.entries(LATER) as Array<[NeedName, () => Promise<unknown>]>).map(async ([name, use]) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>(
      (_, reject) => (timer = setTimeout(() => reject(new Error('no answer')), ANSWER_MS)),
    );
    await Promise.race([use(), late]).catch(() => missing.add(name));
    clearTimeout(timer);
  });
  await Promise.all(uses);
  return lackOf(missing);
}
