/** Manifests and statements: what the key of a share has signed, and what it has not. */
import { describe, expect, test } from 'vitest';

import { fromBase64url } from '../../../src/protocol/base64url.ts';
import { BeamError } from '../../../src/protocol/errors.ts';
import {
  blockStatement,
  encodeManifestPages,
  hostShareStatement,
  manifestStatement,
  parseManifestHead,
  type HostMark,
  type ManifestHead,
} from '../../../src/protocol/manifest.ts';
import { passingOnStatement } from '../../../src/protocol/passing-on.ts';
import { refusalStatement, type RefusalCode } from '../../../src/protocol/messages/refusal.ts';
import { withdrawalStatement, type FileRange } from '../../../src/protocol/withdrawal.ts';
import { checkedFiles, verifierOf } from '../../../src/files/fetch/checked-manifest.ts';
import { ShareSigner, ShareVerifier } from '../../../src/rendezvous/share-key.ts';
import type { Token } from '../../../src/rendezvous/token.ts';
import { ManifestIntake } from '../../../src/transfer/exchange/manifest-intake.ts';
import { firstOf } from '../../support/vectors/share.ts';
import { fromHex, load, properPrefixes, whole, type Parts, type VectorFile } from './load.ts';

interface Signed {
  readonly key: string;
  readonly signature: string;
}
interface Manifest extends Signed {
  /** Of the room. */
  readonly token: Token;
  readonly host?: HostMark;
  readonly name: string;
  readonly pages: readonly string[];
  readonly head: ManifestHead;
  readonly statement?: string;
}
const manifest = load<VectorFile<Manifest, Manifest & { refusedAs: string }>>('manifest');

type Statement = Signed & { readonly statement: string } & (
    | { readonly kind: 'block'; readonly block: number; readonly bytes: Parts; length: number; sha256: string }
    | { readonly kind: 'refusal'; readonly code: RefusalCode }
    | { readonly kind: 'withdrawal'; readonly ranges: readonly FileRange[] }
    | { readonly kind: 'manifest'; readonly head: ManifestHead }
    | { readonly kind: 'share'; readonly share: string }
    | { readonly kind: 'pass-on'; readonly untilMs: number }
  );
const statements = load<VectorFile<Statement, Statement>>('statements');

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => fromBase64url(text) ?? new Uint8Array();
const digestOf = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** 'whole', with 'of the host' if it is; or the code that it is refused with. */
async function take({ head: announced, key, signature, host, token, pages }: Manifest): Promise<string> {
  const head = parseManifestHead(announced);
  if (head === undefined) return 'peer-misbehaved';
  try {
    const { isHosts } = await verifierOf({ head, key, signature, ...(host && { host }) }, token);
    const intake = new ManifestIntake(head);
    const last = pages.map((page, index) => intake.gotPage(index, page)).at(-1);
    if (last?.type !== 'whole') return 'manifest-bad';
    await checkedFiles(head, last.pages);
    return isHosts ? 'whole, of the host' : 'whole';
  } catch (thrown) {
    if (thrown instanceof BeamError) return thrown.code;
    throw thrown;
  }
}

const keys = load<VectorFile<{ seed: string; publicKey: string }>>('keys').right;

/** By default the share's own: its seed is that of the first vector in keys.json. */
async function signer({ seed, publicKey } = firstOf(keys)): Promise<ShareSigner> {
  const pkcs8 = fromHex(`302e020100300506032b657004220420${seed}`);
  return ShareSigner.fromKey(await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']), publicKey);
}

describe('M1, M2, M3, M5, M7, M8: manifest.json', () => {
  test.each([...manifest.right, ...(manifest.otherwise ?? [])])('$name is taken', async (vector) => {
    expect(await take(vector)).toBe(vector.host === undefined ? 'whole' : 'whole, of the host');
  });

  test.each(manifest.right)('$name is what we make', async ({ key, pages, head, statement, signature }) => {
    const files = await checkedFiles(head, pages);
    expect(encodeManifestPages(files)).toEqual(pages);
    expect(new TextDecoder().decode(manifestStatement(await digestOf(bytesOf(key)), head))).toBe(statement);
    expect(await (await signer()).signManifest(head)).toBe(signature);
  });

  test.each(manifest.right)('$name: no page may be cut, nor have a byte behind it', async (vector) => {
    const [page = '', ...others] = vector.pages;
    // Of a long page every thousandth place, and all of its end.
    const cuts = [...properPrefixes(page)].filter((cut) => page.length - cut.length < 200 || cut.length % 1000 === 0);
    for (const other of [...cuts, `${page} `, `${page}]`])
      expect(await take({ ...vector, pages: [other, ...others] }), other).toBe('manifest-bad');
  });

  test.each(manifest.wrong)('$refusedAs: $why', async (vector) => expect(await take(vector)).toBe(vector.refusedAs));
});

async function isSigned(vector: Statement, signature = vector.signature): Promise<boolean> {
  const verifier = await ShareVerifier.fromPublicKey(vector.key);
  switch (vector.kind) {
    case 'block': {
      const { block, length, sha256 } = vector;
      const blockSignature = { block, length, sha256: bytesOf(sha256), signature: bytesOf(signature) };
      return verifier.hasSignedBlock(blockSignature, fromHex(whole(vector.bytes)));
    }
    case 'refusal':
      return verifier.hasSignedRefusal({ code: vector.code, key: vector.key, signature });
    case 'withdrawal':
      return verifier.hasSignedWithdrawal({ ranges: vector.ranges, signature });
    case 'pass-on':
      return verifier.hasSignedPassingOn({ untilMs: vector.untilMs, signature });
    case 'manifest':
      return verifier.hasSignedManifest(vector.head, signature);
    case 'share':
      return verifier.hasSignedShare(await digestOf(bytesOf(vector.share)), { key: vector.key, signature });
  }
}

async function sign(vector: Statement): Promise<string> {
  const share = await signer();
  switch (vector.kind) {
    case 'block': {
      const { signature } = await share.signBlock(vector.block, fromHex(whole(vector.bytes)));
      return Buffer.from(signature).toString('base64url');
    }
    case 'refusal':
      return (await share.signRefusal(vector.code)).signature;
    case 'withdrawal':
      return (await share.signWithdrawal(vector.ranges)).signature;
    case 'pass-on':
      return (await share.signPassingOn(vector.untilMs)).signature;
    case 'manifest':
      return share.signManifest(vector.head);
    case 'share':
      return (await (await signer(keys[1])).signShare(share)).signature;
  }
}

async function statementOf(vector: Statement, shareId: Uint8Array): Promise<Uint8Array> {
  switch (vector.kind) {
    case 'block':
      return blockStatement(shareId, vector.block, vector.length, bytesOf(vector.sha256));
    case 'refusal':
      return refusalStatement(shareId, vector.code);
    case 'withdrawal':
      return withdrawalStatement(shareId, vector.ranges);
    case 'pass-on':
      return passingOnStatement(shareId, vector.untilMs);
    case 'manifest':
      return manifestStatement(shareId, vector.head);
    case 'share':
      return hostShareStatement(shareId, await digestOf(bytesOf(vector.share)));
  }
}

describe('D3, S10, W1, M3, M8, P1: statements.json', () => {
  test.each(statements.right)('$kind: $statement', async (vector) => {
    const shareId = await digestOf(bytesOf(vector.key));
    expect(new TextDecoder().decode(await statementOf(vector, shareId))).toBe(vector.statement);
    expect(await isSigned(vector)).toBe(true);
    expect(await sign(vector)).toBe(vector.signature);
  });

  test.each(statements.right)('a signature that is cut or longer does not count: $statement', async (vector) => {
    const cut = [...properPrefixes(vector.signature)].filter((_, index) => index % 5 === 0 || index > 80);
    for (const signature of [...cut, `${vector.signature}A`, `${vector.signature}AA`])
      expect(await isSigned(vector, signature), signature).toBe(false);
  });

  test.each(statements.wrong)('$kind does not count: $why', async (vector) => {
    expect(await isSigned(vector)).toBe(false);
  });
});
