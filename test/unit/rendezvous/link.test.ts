import { hkdfSync, pbkdf2Sync } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  fragmentAsked,
  fragmentIn,
  parseFragment,
  parseSentFragment,
  sentFragment,
  shareLink,
} from '../../../src/rendezvous/link.ts';
import { ShareSigner, ShareVerifier } from '../../../src/rendezvous/share-key.ts';
import { deriveWithPassword } from '../../../src/rendezvous/password.ts';
import { deriveCapability, parseToken, tokenOf, type Capability, type Token } from '../../../src/rendezvous/token.ts';
import vectors from '../../vectors/token.json' with { type: 'json' };

const token = 'AAECAwQFBgcICQoLDA0ODw' as Token;

describe('the sender’s own address', () => {
  test('comes back, and is no link', () => {
    const id = 'A'.repeat(22);
    expect(parseSentFragment(sentFragment(id))).toBe(id);
    expect(() => parseFragment(sentFragment(id))).toThrow();
    for (const other of ['', '#', `#${id}`, `#/sent/${id}x`, '#/sent/../etc'])
      expect(parseSentFragment(other)).toBeUndefined();
  });
});

describe('links', () => {
  test('the token stands in the fragment, and comes out of it again', () => {
    const link = shareLink('https://example.test/some/page?x=1#old', { token, hasPassword: false });
    expect(link).toBe(`https://example.test/#${token}`);
    expect(parseFragment(new URL(link).hash)).toEqual({ token, hasPassword: false });
  });

  test.each(['.', ').', '…', '。'])('what a messenger adds behind it is cut: %s', (tail) =>
    expect(parseFragment(`#${token}${tail}`).token).toBe(token),
  );

  test('S12a: a mark says that it wants a password', () => {
    const link = shareLink('https://example.test', { token, hasPassword: true });
    expect(link).toBe(`https://example.test/#${token}.p1`);
    expect(parseFragment(`${new URL(link).hash}).`)).toEqual({ token, hasPassword: true });
  });

  test.each([
    '',
    '#',
    `#${token}.p2`,
    `#${token}.p`,
    '#.p1',
    `#${token.slice(1)}`,
    `#${token.slice(0, -1)}%22`,
    `#${token.slice(0, 9)}…`,
    '#AAECAwQFBgcICQoLDA0ODx',
    '#한국어',
  ])('%s is malformed', (fragment) => {
    expect(() => parseFragment(fragment)).toThrowError(expect.objectContaining({ code: 'link-malformed' }) as Error);
  });
});

const AROUND = [
  ['', '.'],
  ['', '…'],
  ['', '%E2%80%A6'],
  ['', '%22'],
  ['%22', '%22'],
  ['', '%3E'],
  ['%3C', '%3E'],
  ['', '%2522'],
  ['', '%25E2%2580%25A6'],
  ['', '%'],
  ['', '%2'],
  ['', '%E2%80'],
  ['', '%FF%FE'],
  ['', '?utm_source=kakao&utm_medium=chat'],
  ['', '&fbclid=IwAR0AAECAwQFBgcICQoLDA0ODw'],
  ['', '/'],
  ['', '?'],
  ['', '을'],
  ['', '로'],
  ['', '%EC%9D%84'],
  ['', '에서 받아 줘'],
  ['', '**'],
  ['**', '**'],
  ['', '%2A%2A'],
  ['', ')'],
  ['(', ')'],
  ['', '](https://example.test)'],
  ['', '。」'],
  ['“', '”'],
  ['', '%0A'],
  ['', '%20thanks'],
  ['#', ''],
  ['/', ''],
  ['%23', ''],
  ['!', ''],
  ['', '\u200B'],
  ['', ':~:text=x'],
  ['', '.please'],
  ['', '='],
  ['', '\u{1F600}'],
] as const;

describe('S14a, S14b: a link with something around it', () => {
  test.each(AROUND)('“%s” and “%s” are none of it', (before, behind) => {
    expect(parseFragment(`#${before}${token}${behind}`)).toEqual({ token, hasPassword: false });
    const withPassword = behind === '.please' ? '' : behind; // would be one word
    expect(parseFragment(`#${before}${token}.p1${withPassword}`)).toEqual({ token, hasPassword: true });
  });

  test('any text that does not touch it with a base64url character is none of it', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const behind = text.filter(
      (each) => !/^[\w-]/.test(each) && !/^(?:%[\da-f]{2})+/i.test(each) && !each.startsWith('.p'),
    );
    const before = text.map((each) => each.replace(/[\w-]/g, ''));
    const anyToken = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => tokenOf(bytes));
    fc.assert(
      fc.property(before, anyToken, fc.boolean(), behind, (before, token, hasPassword, behind) => {
        const fragment = `#${before}${token}${hasPassword ? '.p1' : ''}`;
        expect(parseFragment(fragment + behind)).toEqual({ token, hasPassword });
        expect(parseFragment(encodeURI(fragment.toWellFormed()) + encodeURIComponent(behind.toWellFormed()))).toEqual({
          token,
          hasPassword,
        });
      }),
    );
  });

  test.each([
    `#${token}x`,
    `#x${token}`,
    `#${token}_`,
    `#-${token}`,
    `#${token}%41`,
    `#${token}.p1x`,
    `#${token}.p12`,
    `#${token}${token}`,
    `#__${token}__`,
  ])('what could belong to the token is told from a link that was cut: %s', (fragment) =>
    expect(() => parseFragment(fragment)).toThrowError(expect.objectContaining({ code: 'link-long' }) as Error),
  );

  test('what cannot be seen, or wraps a line, is no end of it', () => {
    for (const inside of ['\u200B', '\u00AD', '\u2060', '%E2%80%8B', '\n', '\r\n', '=\r\n', '\n> ', ' \n  ']) {
      expect(parseFragment(`#${token.slice(0, 9)}${inside}${token.slice(9)}.p1 and more`)).toEqual({
        token,
        hasPassword: true,
      });
    }
    expect(parseFragment(`#${token}\nthanks`).token).toBe(token);
    expect(() => parseFragment(`#${token.slice(0, 9)}\nthanks`)).toThrowError(
      expect.objectContaining({ code: 'link-malformed' }) as Error,
    );
  });

  test.each([
    ['/', `#${token}%22`, `#${token}`],
    ['/', `#${token}.p1?utm_source=x`, `#${token}.p1`],
    ['/', `#${token}`, `#${token}`],
    ['/', '#nonsense', undefined],
    [`/%23${token}`, '', `#${token}`],
    [`/%2523${token}.p1`, '', `#${token}.p1`],
    [`/${token}`, '', `#${token}`],
    [`/${token}.p1`, '', `#${token}.p1`],
    [`/${token}.`, '', `#${token}`],
    [`/%22${token}%22`, '', `#${token}`],
    [`/%EF%BC%83${token}%EC%9D%84`, '', `#${token}`],
    [`/${token}x`, '', `#${token}x`],
    [`/${token.slice(0, 20)}`, '', `#${token.slice(0, 20)}`],
    ['/', '', undefined],
    ['/how', '', undefined],
    ['/how', `#${token}`, undefined],
    ['/anything', '', undefined],
    ['/', sentFragment('A'.repeat(22)), undefined],
  ])('S14c: the address %s%s asks for %s', (pathname, hash, fragment) =>
    expect(fragmentAsked({ pathname, hash })).toBe(fragment),
  );
});

describe('S14d: a text that was pasted', () => {
  const host = 'beam.example:8787';
  const link = `https://${host}/#${token}`;

  test.each([
    link,
    ` ${link}\n`,
    `<${link}>`,
    `"${link}"`,
    `“${link}”`,
    `Here: ${link}. Thanks!`,
    `[files](${link})`,
    `[${link}](${link})`,
    `**${link}**`,
    `${host}/#${token}`,
    `HTTPS://BEAM.EXAMPLE:8787/#${token}`,
    `링크는 ${link}입니다`,
    `링크:${host}/#${token}를 여세요`,
    `https://${host}/?utm_source=x#${token}`,
    `https://${host}/%23${token}`,
    `https://${host}/${token}`,
    `${host}/${token})`,
    `https://${host}/\n#${token}`,
    `${link.slice(0, -9)}\r\n${link.slice(-9)}\r\nBye`,
    encodeURIComponent(link),
    `https://l.example/?u=${encodeURIComponent(link)}`,
    token,
    `#${token}`,
    `/#${token}`,
    `“${token}”`,
    `the code is #${token}, ok?`,
    `https://${host}/#${token.slice(0, 9)}… https://${host}/#${token}`,
    `https://other.example/#${'B'.repeat(21)}A and ${link}`,
    `see ${host}/how and ${link}`,
  ])('holds the link: %s', (text) => {
    expect(fragmentIn(text, host)).toBe(`#${token}`);
    expect(fragmentIn(text.replaceAll(token, `${token}.p1`), host)).toMatch(/^#[\w-]{22}(\.p1)?$/);
  });

  test.each([
    '',
    'hello',
    `https://${host}`,
    `https://${host}/`,
    `https://${host}/how`,
    `https://other.example/#${token}`,
    `other.example/#${token}`,
    `notbeam.example:8787/#${token}`,
    `https://${host}.evil.example/#${token}`,
    'a sentence with averyveryverylongwordA in it',
    '#hashtag',
    `#${token}x`,
    'Rock & #1',
    `https://xn--h1alffa9f.example/#${token}`,
  ])('holds none of ours: %s', (text) => expect(fragmentIn(text, host)).toBeUndefined());

  test.each([
    [`${link.slice(0, -2)} ok`, `#${token.slice(0, -2)}`],
    [`${link}x`, `#${token}x`],
    [`https://${host}/#${token.slice(0, 7)}…`, `#${token.slice(0, 7)}`],
  ])('holds one that is broken: %s', (text, fragment) => {
    expect(fragmentIn(text, host)).toBe(fragment);
    expect(() => parseFragment(fragment)).toThrow();
  });

  test('may be the sender’s own address, or name the host in its own letters', () => {
    expect(fragmentIn(`<https://${host}${sentFragment('B'.repeat(22)).replace('#', '/#')}>`, host)).toBe(
      sentFragment('B'.repeat(22)),
    );
    expect(fragmentIn(`여기 https://빔.한국/#${token}`, new URL('https://빔.한국').host)).toBe(`#${token}`);
  });

  test.each([
    ['hosts', 'beam.example:8787/ '],
    ['#', '#'],
    ['per cent', '%25'],
    ['blanks', ' '],
    ['letters', 'A'],
    ['dots', '.'],
    ['line breaks', ' \n'],
    ['soft hyphens', '\u00AD'],
    ['slashes', '/'],
    ['https', 'https://'],
  ])('is looked at in a moment: a megabyte of %s', (_, part) => {
    const text = part.repeat(1_000_000 / part.length);
    const begunMs = performance.now();
    fragmentIn(text, host);
    fragmentIn(`${host}/#${text}`, host);
    fragmentAsked({ pathname: `/${text}`, hash: '' });
    fragmentAsked({ pathname: '/', hash: `#${text}` });
    expect(performance.now() - begunMs).toBeLessThan(2000);
  });
});

test('a fragment of a million dots is malformed at once', () => {
  expect(() => parseFragment(`#${'.'.repeat(1_000_000)}x`)).toThrowError(
    expect.objectContaining({ code: 'link-malformed' }) as Error,
  );
}, 500);

describe('room and key of a token', () => {
  test.each(vectors.right)('token $token opens room $room', async ({ token: text, room }) => {
    const parsed = parseToken(text);
    expect(parsed).toBe(text);
    expect((await deriveCapability(parsed as Token)).roomId).toBe(room);
  });

  test.each(['', 'AAECAwQFBgcICQoLDA0OD', 'AAECAwQFBgcICQoLDA0ODx', 'AAECAwQFBgcICQoLDA0ODw=='])(
    '"%s" is no token, and opens no room',
    async (text) => {
      const malformed = expect.objectContaining({ code: 'link-malformed' }) as Error;
      expect(() => parseToken(text)).toThrowError(malformed);
      await expect(deriveCapability(text as Token)).rejects.toThrowError(malformed);
      await expect(deriveWithPassword(text as Token, 'a')).rejects.toThrowError(malformed);
    },
  );

  test('room and token tell nothing of each other', async () => {
    expect((await deriveCapability(token)).roomId).not.toContain(token.slice(0, 6));
  });
});

describe('S12a: a password', () => {
  const sealed = async ({ signalingKey }: Capability): Promise<ArrayBuffer> =>
    crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, signalingKey, new Uint8Array(16));

  test('leaves the room as it is, and opens nothing with the link alone, or with another', async () => {
    const [plain, right, again, wrong] = await Promise.all([
      deriveCapability(token),
      deriveWithPassword(token, '비밀 é'),
      deriveWithPassword(token, '비밀 é'.normalize('NFD')),
      deriveWithPassword(token, '비밀 e'),
    ]);
    expect(new Set([plain, right, again, wrong].map(({ roomId }) => roomId)).size).toBe(1);
    const [a, b, c, d] = (await Promise.all([plain, right, again, wrong].map(sealed))).map((bytes) =>
      Buffer.from(bytes).toString('hex'),
    );
    expect(b).toBe(c); // however it was typed
    expect(new Set([a, b, d]).size).toBe(3);
  });

  test('is stretched as the rule says, by another implementation', async () => {
    const secret = Buffer.from(token, 'base64url');
    const salt = Buffer.from(hkdfSync('sha256', secret, '', 'beamline/1 password salt', 16));
    const stretched = pbkdf2Sync('correct horse', salt, 600_000, 32, 'sha256');
    const raw = hkdfSync('sha256', Buffer.concat([secret, stretched]), '', 'beamline/1 signaling password', 32);
    const signalingKey = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
    const expected = await sealed({ roomId: '', signalingKey });
    expect(new Uint8Array(await sealed(await deriveWithPassword(token, 'correct horse')))).toEqual(
      new Uint8Array(expected),
    );
  });
});

describe('M1, M8, D3: the share key', () => {
  const block = new Uint8Array(1000).fill(5);
  const head = { files: 1, bytes: 1000, pages: 1, pageBytes: 10, sha256: 'a'.repeat(43) };

  test('what the key signed is accepted by whoever has the link', async () => {
    const signer = await ShareSigner.generate();
    const verifier = await ShareVerifier.fromPublicKey(signer.publicKey);
    expect(tokenOf(verifier.shareId)).toBe(signer.token);
    expect(await verifier.hasSignedManifest(head, await signer.signManifest(head))).toBe(true);
    expect(await verifier.hasSignedBlock(await signer.signBlock(7, block), block)).toBe(true);
  });

  test('another key does not hash to the token', async () => {
    const [signer, other] = await Promise.all([ShareSigner.generate(), ShareSigner.generate()]);
    expect(tokenOf((await ShareVerifier.ofFounder(signer.publicKey, signer.token)).shareId)).toBe(signer.token);
    for (const forged of [other.publicKey, 'AAAA'])
      await expect(ShareVerifier.ofFounder(forged, signer.token)).rejects.toMatchObject({ code: 'manifest-forged' });
    await expect(ShareVerifier.fromPublicKey('AAAA')).rejects.toMatchObject({ code: 'manifest-forged' });
  });

  test('a changed head, bit, index or length is refused', async () => {
    const signer = await ShareSigner.generate();
    const verifier = await ShareVerifier.fromPublicKey(signer.publicKey);
    const signature = await signer.signManifest(head);
    expect(await verifier.hasSignedManifest({ ...head, bytes: 1001 }, signature)).toBe(false);
    expect(await verifier.hasSignedManifest(head, 'AAAA')).toBe(false);
    const blockSignature = await signer.signBlock(7, block);
    const flipped = block.slice();
    flipped[999] = 4;
    expect(await verifier.hasSignedBlock(blockSignature, flipped)).toBe(false);
    expect(await verifier.hasSignedBlock({ ...blockSignature, block: 8 }, block)).toBe(false);
    expect(await verifier.hasSignedBlock({ ...blockSignature, length: 999 }, block.slice(0, 999))).toBe(false);
    expect(await verifier.hasSignedBlock(blockSignature, block.slice(0, 999))).toBe(false);
  });
});
