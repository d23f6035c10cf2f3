/**
 * The parts that every parser of messages is made of. Each takes what somebody else has sent and says whether it is
 * what it has to be. A parser puts them together and copies only the fields that it knows, so that nothing unknown
 * gets past it. A text that breaks a rule is `undefined`: what follows from that is up to the caller (SPEC.md, "What is
 * unknown").
 */
import { fromBase64url } from './base64url.ts';

/** A JSON object, of which nothing else is known. */
export type Fields = Readonly<Record<string, unknown>>;

const BASE64URL = /^[\w-]*$/;

/** The value of a JSON text; undefined when it is none. No JSON text has the value undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value as a JSON object; undefined for everything else, arrays included. */
export const asFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** The object that a JSON text holds. @param mostChars a longer text is not parsed */
export const parseFields = (text: string, mostChars = Infinity): Fields | undefined =>
  text.length <= mostChars ? asFields(parseJson(text)) : undefined;

/** A text of `least` to `most` UTF-16 units. */
export const isText = (value: unknown, most: number, least = 0): value is string =>
  typeof value === 'string' && value.length >= least && value.length <= most;

/** An integer from `least` to `most`. JSON says it in any form that has this value: 1, 1.0, 1e0. */
export const isCount = (value: unknown, most: number, least = 0): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

/** One of a closed list of words. */
export const isOneOf = <T extends string>(values: readonly T[], value: unknown): value is T =>
  (values as readonly unknown[]).includes(value);

/** A text in the alphabet of base64url, of any length. It need not be canonical: it is a name, and is not decoded. */
export const isBase64urlText = (value: unknown): value is string => typeof value === 'string' && BASE64URL.test(value);

/** The same, of just so many characters. */
export const isName = (value: unknown, chars: number): value is string =>
  isBase64urlText(value) && value.length === chars;

/** Canonical base64url of just so many bytes. */
export const isBase64urlOf = (value: unknown, bytes: number): value is string =>
  typeof value === 'string' && fromBase64url(value)?.length === bytes;
