/**
 * What a sender keeps of its shares, so that their links work again after its page was reloaded, closed or killed. In
 * IndexedDB; holds no file bytes. Implementations: idb-sent-shares.ts, memory-sent-shares.ts. One contract suite for
 * both.
 */

/** How long, and how often, a link may be used. The sender sees to it: nobody else knows when it has been. */
export interface ShareTerms {
  /** Milliseconds since 1970; undefined for no end. */
  readonly expiresMs: number | undefined;
  /** Receipts after which nobody else gets it; undefined for any number. */
  readonly mostDownloads: number | undefined;
}

/** What changes while it is shared, and what a list shows of it. */
export interface SentSummary {
  /** Room id. */
  readonly id: string;
  /** First file's path, as the person's system has it. */
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly createdMs: number;
  readonly terms: ShareTerms;
  /** Receipts so far. */
  readonly downloads: number;
}

/** What the link is made of. */
export interface SentContent {
  readonly id: string;
  /** Ed25519, for signing; the browser does not give it out. */
  readonly key: CryptoKey;
  /** base64url of the raw public key. */
  readonly publicKey: string;
  /** AES-GCM, from the token and the password if there is one: the password itself is not kept. */
  readonly signalingKey: CryptoKey;
  readonly hasPassword: boolean;
  /** The manifest as it was signed. */
  readonly pages: readonly string[];
  /** Of what was dropped or chosen, where the browser gives handles: all of it or nothing. */
  readonly handles: readonly FileSystemHandle[];
}

export interface SentShares {
  list(): Promise<readonly SentSummary[]>;
  get(id: string): Promise<(SentSummary & SentContent) | undefined>;
  /** Creates or replaces, durably. */
  put(summary: SentSummary, content: SentContent): Promise<void>;
  /** Replaces what a list shows; nothing when it was removed meanwhile. */
  update(summary: SentSummary): Promise<void>;
  /** With all that is kept of it. */
  remove(id: string): Promise<void>;
  /** SHA-256 of what was signed of a share (files/serve/part-digests.ts), by page; empty where nothing is known. */
  digests(id: string): Promise<ReadonlyMap<number, Uint8Array<ArrayBuffer>>>;
  /** Replaces one page; nothing when the share was removed meanwhile. */
  putDigests(id: string, page: number, digests: Uint8Array<ArrayBuffer>): Promise<void>;
}
