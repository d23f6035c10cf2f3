import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { iceUrlKind, parseIceServers } from '../../../src/protocol/messages/ice-server.ts';
import {
  MANIFEST_PAGES_UNDER_WAY,
  MAX_CONTROL_CHARS,
  MAX_FILES,
  MAX_ICE_SECRET_CHARS,
  MAX_ICE_URL_CHARS,
  MAX_ICE_URLS,
  MAX_MANIFEST_BYTES,
  MAX_PATH_CHARS,
  MAX_SHARE_BYTES,
} from '../../../src/protocol/limits.ts';
import { encodeManifestPages, parseManifestHead, parseManifestPage } from '../../../src/protocol/manifest.ts';
import { parseFragment, shareLink } from '../../../src/rendezvous/link.ts';
import { foldedName } from '../../../src/protocol/folded-name.ts';
import { safePaths } from '../../../src/storage/sink/safe-names.ts';
import { parseToken } from '../../../src/rendezvous/token.ts';
import { splitPath } from '../../../src/storage/sink/sink-path.ts';
import { ManifestIntake } from '../../../src/transfer/exchange/manifest-intake.ts';
import { fuzz, FUZZ_TIMEOUT_MS } from './fuzz.ts';
import { nastyNumber, nastyText, nastyValue } from './hostile.ts';

const sha256 = 'a'.repeat(43);

describe('M2, M4, M5: fuzzed manifests', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const fields = fc.dictionary(
    fc.constantFrom('files', 'bytes', 'pages', 'pageBytes', 'sha256', '__proto__'),
    fc.oneof(nastyNumber, nastyValue),
  );

  test('M2: a head is within its bounds, or refused', () => {
    fuzz(
      4_000,
      fc.oneof(
        nastyValue,
        fields.map((changes) => ({ files: 1, bytes: 1, pages: 1, pageBytes: 1, sha256, ...changes }) as unknown),
      ),
      (value) => {
        const head = parseManifestHead(value);
        if (head === undefined) return;
        expect(head.files).toBeLessThanOrEqual(MAX_FILES);
        expect(head.bytes).toBeLessThanOrEqual(MAX_SHARE_BYTES);
        expect(head.pageBytes).toBeLessThanOrEqual(MAX_MANIFEST_BYTES);
        expect(head.pages).toBeLessThanOrEqual(head.files);
        expect(
          [head.files, head.bytes, head.pages, head.pageBytes].every(
            (count) => Number.isSafeInteger(count) && count >= 0,
          ),
        ).toBe(true);
      },
    );
  });

  test('M5: a page is entries within their bounds, or refused', () => {
    const entry = fc.oneof(
      fc.tuple(nastyText, nastyNumber, nastyText, nastyNumber),
      fc.tuple(nastyValue, nastyValue, nastyValue, nastyValue),
      nastyValue,
    );
    const text = fc.oneof(
      fc.array(entry, { maxLength: 4 }).map((entries) => JSON.stringify(entries)),
      fc.json(),
      nastyText,
    );
    fuzz(4_000, text, (page) => {
      for (const file of parseManifestPage(page) ?? []) {
        expect(file.path.length).toBeGreaterThan(0);
        expect(file.path.length).toBeLessThanOrEqual(MAX_PATH_CHARS);
        expect(Number.isSafeInteger(file.size) && file.size >= 0 && file.size <= MAX_SHARE_BYTES).toBe(true);
        expect(Number.isSafeInteger(file.mtimeMs)).toBe(true);
        expect(file.type.length).toBeLessThanOrEqual(255);
      }
    });
  });

  test('M4a: what is encoded comes back, in pages that fit', () => {
    const file = fc.record({
      path: fc
        .oneof(nastyText, fc.string({ minLength: 1 }))
        .map((path) => (path === '' ? 'x' : path.slice(0, MAX_PATH_CHARS))),
      size: fc.nat(),
      type: fc.string({ maxLength: 255 }),
      mtimeMs: fc.integer(),
    });
    fuzz(300, fc.array(file, { minLength: 1, maxLength: 60 }), (files) => {
      const pages = encodeManifestPages(files);
      for (const text of pages)
        expect(JSON.stringify({ type: 'page', page: MAX_FILES, text }).length).toBeLessThanOrEqual(MAX_CONTROL_CHARS);
      expect(pages.flatMap((text) => parseManifestPage(text))).toEqual(files);
    });
  });

  test('M4a: pages in any order: no more is asked for than may be under way, no more kept than announced', () => {
    const head = fc.record({ pages: fc.integer({ min: 1, max: 60 }), pageBytes: fc.integer({ min: 1, max: 600 }) });
    fuzz(
      3_000,
      fc.tuple(
        head,
        fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.integer({ min: 0, max: 20 })), { maxLength: 80 }),
      ),
      ([{ pages, pageBytes }, steps]) => {
        const intake = new ManifestIntake({ files: 60, bytes: 1, pages, pageBytes, sha256 });
        let [next, asked, kept] = [0, 1, 0];
        for (const [jump, length] of steps) {
          const page = jump === 0 || jump === 3 ? next : next + jump;
          const result = intake.gotPage(page, 'x'.repeat(length));
          if (result.type === 'bad') return;
          expect(page).toBe(next);
          expect(page).toBeLessThan(asked);
          next += 1;
          kept += length;
          expect(kept).toBeLessThanOrEqual(pageBytes);
          if (result.type === 'ask') asked = result.first + result.count;
          expect(asked).toBeLessThanOrEqual(pages);
          expect(asked - next).toBeLessThanOrEqual(MANIFEST_PAGES_UNDER_WAY);
          if (result.type === 'whole') {
            expect(next).toBe(pages);
            expect(kept).toBe(pageBytes);
          }
        }
      },
    );
  });
});

describe('M6: fuzzed names', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const part = fc.oneof(
    nastyText.map((text) => text.slice(0, 4096)),
    fc.constantFrom(
      '..',
      '.',
      '',
      ' ',
      '...',
      '/',
      '\\',
      'con',
      'NUL.txt',
      '__proto__',
      'a',
      'A',
      'ａ',
      '\u202e',
      '\u200b',
      'C:',
      '~',
      '$RECYCLE.BIN',
      '.\u00a0.',
      '가',
      '가'.normalize('NFD'),
      'a (2)',
      '👩‍👩‍👧'.repeat(60),
      '％2e％2e',
      '．．',
      '／',
    ),
  );
  const paths = fc.array(
    fc.array(part, { maxLength: 6 }).map((parts) => parts.join('/').slice(0, MAX_PATH_CHARS)),
    { maxLength: 25 },
  );

  test('whatever is announced, what comes out can be written anywhere, climbs nowhere and collides with nothing', () => {
    fuzz(1_500, paths, (announced) => {
      const safe = safePaths(announced);
      const keys = safe.map((path) => foldedName(path));
      expect(new Set(keys).size).toBe(announced.length);
      const files = new Set(keys);
      for (const path of safe) {
        const { folders, name } = splitPath(path);
        for (const each of [...folders, name]) {
          expect(each).not.toMatch(/^\.{0,2}$|[. ]$|^\s/);
          expect(each).not.toMatch(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u200B\\:*?"<>|]/u);
          expect(new TextEncoder().encode(each).length).toBeLessThanOrEqual(255);
        }
        expect(new TextEncoder().encode(folders.join('/')).length).toBeLessThanOrEqual(720);
        for (let depth = 1; depth <= folders.length; depth++)
          expect(files.has(foldedName(folders.slice(0, depth).join('/')))).toBe(false);
      }
    });
  });
});

describe('I4: fuzzed ICE servers', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const url = fc.oneof(
    fc.constantFrom(
      'stun:stun.test',
      'turn:turn.test:3478?transport=udp',
      'turns:[::1]:443',
      'turn:x:53',
      'stun:x:065536',
      'javascript:alert(1)',
      'turn:a@b',
      'stun:\u0000',
      'STUN:A',
    ),
    fc
      .tuple(
        fc.constantFrom('stun', 'turn', 'turns', 'stuns', 'http'),
        nastyText,
        fc.constantFrom('', ':53', ':0', ':99999', '?transport=tcp', '?x'),
      )
      .map((parts) => `${parts[0]}:${parts[1]}${parts[2]}`),
  );
  const server = fc.oneof(
    nastyValue,
    fc.record(
      { urls: fc.oneof(fc.array(url, { maxLength: 6 }), nastyValue), username: nastyValue, credential: nastyValue },
      { requiredKeys: ['urls'] },
    ),
  );

  test('a list is one that a browser takes, or refused', () => {
    fuzz(4_000, fc.oneof(nastyValue, fc.array(server, { maxLength: 6 })), (value) => {
      const servers = parseIceServers(value) ?? [];
      expect(servers.flatMap(({ urls }) => urls).length).toBeLessThanOrEqual(MAX_ICE_URLS);
      for (const { urls, username, credential } of servers) {
        for (const each of urls) {
          expect(each.length).toBeLessThanOrEqual(MAX_ICE_URL_CHARS);
          expect(iceUrlKind(each)).toBeDefined();
          expect(each).toMatch(/^[\x21-\x7e]+$/);
        }
        expect(username === undefined).toBe(credential === undefined);
        expect((username ?? '').length).toBeLessThanOrEqual(MAX_ICE_SECRET_CHARS);
      }
    });
  });
});

describe('fuzz: links', { timeout: FUZZ_TIMEOUT_MS }, () => {
  test('a fragment is the token in it, or malformed', () => {
    const token = fc
      .uint8Array({ minLength: 16, maxLength: 16 })
      .map((bytes) => Buffer.from(bytes).toString('base64url'));
    fuzz(
      3_000,
      fc.oneof(
        nastyText,
        fc.tuple(token, nastyText).map(([good, tail]) => `#${good}${tail}`),
      ),
      (fragment) => {
        try {
          const parsed = parseFragment(fragment);
          expect(fragment).toContain(parsed.token);
          expect(parseToken(parsed.token)).toBe(parsed.token);
          expect(shareLink('https://x.test/', parsed)).toBe(
            `https://x.test/#${parsed.token}${parsed.hasPassword ? '.p1' : ''}`,
          );
        } catch (thrown) {
          expect(thrown).toMatchObject({
            name: 'BeamError',
            code: expect.stringMatching(/^link-(malformed|long)$/) as string,
          });
        }
      },
    );
  });
});

afterAll(() => expect(Object.keys(Object.prototype)).toEqual([]));
