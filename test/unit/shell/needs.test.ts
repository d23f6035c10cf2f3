/** What is said when a browser lacks what nobody can send or receive without. */
import { describe, expect, test } from 'vitest';

import { ERROR_CODES } from '../../../src/protocol/errors.ts';
import { lackOf, NEED_NAMES, NEEDS, type NeedName } from '../../../src/shell/needs.ts';

const missing = (...names: NeedName[]): ReadonlySet<NeedName> => new Set(names);

describe('what is missing', () => {
  test('nothing is nothing', () => expect(lackOf(missing())).toBeUndefined());

  test.each(NEED_NAMES)('%s alone is told by its code, and by its name where there is one', (name) => {
    const { code } = NEEDS[name];
    expect(ERROR_CODES).toContain(code);
    expect(lackOf(missing(name))).toMatchObject({ code });
    expect(lackOf(missing(name))?.figures).toEqual('term' in NEEDS[name] ? { missing: NEEDS[name].term } : {});
  });

  test.each<[readonly NeedName[], string]>([
    [['secureContext', 'sha256', 'hkdf', 'aesGcm', 'ed25519'], 'page-insecure'],
    [['dataChannels', 'ed25519'], 'webrtc-missing'],
    [['language', 'dataChannels', 'ed25519'], 'browser-unsupported'],
  ])('of %j the one that the others follow from is told: %s', (names, code) => {
    expect(lackOf(missing(...names))).toMatchObject({ code });
    expect(lackOf(missing(...names.toReversed()))).toMatchObject({ code });
  });
});
