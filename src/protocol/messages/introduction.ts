/**
 * What a peer says of itself before there is a link: versions, services, whether it is the room's host, and what part
 * it has in the room. It goes with `hello` and with the offer that answers it. See SPEC.md, section V.
 */
import { toBase64url } from '../base64url.ts';
import { MAX_SERVICES } from '../limits.ts';
import { asFields, isBase64urlOf, isCount, isOneOf } from '../parse.ts';
import { readGuestsWord, type GuestsWord } from './guests-word.ts';

/** Versions of this protocol that this peer speaks, each side: the highest that both have is spoken. */
export const VERSIONS: readonly number[] = [2];

const MAX_VERSIONS = 8;
const MAX_VERSION = 65_535;

/** Names of services, with the major version of each. */
export type Services = Readonly<Record<string, number>>;

/** Says that the peer holds the founding key. Good for one link and one peer id only (V5). */
export interface HostProof {
  /** The founding public key, 32 bytes as base64url. */
  readonly key: string;
  /** base64url, over `hostStatement`. */
  readonly signature: string;
}

/**
 * `takes`: it takes part, and links with guests that do. `asks`: it only looks, has no answer of the host, and asks this
 * one guest (V7, V9). A guest that says neither wants a link with the host alone.
 */
export const PARTS = ['takes', 'asks'] as const;
export type Part = (typeof PARTS)[number];

export interface Introduction {
  readonly versions: readonly number[];
  readonly services: Services;
  readonly host?: HostProof;
  readonly part?: Part;
  /** The latest word of the host that it knows. */
  readonly guests?: GuestsWord;
}

/** What is signed. `foundingId`: SHA-256 of the founding public key, 32 bytes. */
export function hostStatement(foundingId: Uint8Array, peer: string, link: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`beamline/2 host ${toBase64url(foundingId)} ${peer} ${link}`);
}

/** How the versions of two peers go together. Version 1 says nothing of itself. */
export function versionFit(theirs: readonly number[] = [1]): 'same' | 'older' | 'newer' {
  if (VERSIONS.some((version) => theirs.includes(version))) return 'same';
  return Math.max(...theirs) < Math.max(...VERSIONS) ? 'older' : 'newer';
}

const isServiceName = (name: string): boolean => /^[a-z]{1,16}$/.test(name);

function parseServices(value: unknown): Services | undefined {
  const fields = asFields(value);
  if (fields === undefined) return undefined;
  const entries = Object.entries(fields);
  if (entries.length > MAX_SERVICES) return undefined;
  const services: Record<string, number> = {};
  for (const [name, version] of entries) {
    if (!isServiceName(name) || !isCount(version, MAX_VERSION, 1)) return undefined;
    services[name] = version;
  }
  return services;
}

function parseHost(value: unknown): HostProof | undefined {
  const fields = asFields(value);
  if (fields === undefined) return undefined;
  const { key, signature } = fields;
  return isBase64urlOf(key, 32) && isBase64urlOf(signature, 64) ? { key, signature } : undefined;
}

/** Undefined when it breaks a rule. */
export function parseIntroduction(value: unknown): Introduction | undefined {
  const fields = asFields(value);
  if (fields === undefined) return undefined;
  const versions = fields['versions'];
  const services = parseServices(fields['services']);
  if (!Array.isArray(versions) || versions.length === 0 || versions.length > MAX_VERSIONS) return undefined;
  if (services === undefined || !versions.every((version) => isCount(version, MAX_VERSION, 1))) return undefined;
  const { part } = fields;
  const host = parseHost(fields['host']);
  const guests = readGuestsWord(asFields(fields['guests']) ?? {});
  if (host === undefined && fields['host'] !== undefined) return undefined;
  if (guests === undefined && fields['guests'] !== undefined) return undefined;
  if (part !== undefined && !isOneOf(PARTS, part)) return undefined;
  return {
    versions: versions as number[],
    services,
    ...(host ? { host } : {}),
    ...(part === undefined ? {} : { part }),
    ...(guests ? { guests } : {}),
  };
}
