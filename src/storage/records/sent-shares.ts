/**
 * What a sender's browser stores of its shares, so that their links work again after the page was reloaded, closed or
 * killed. It is in IndexedDB and holds no file bytes. Implementations: idb-sent-shares.ts, memory-sent-shares.ts. Both
 * pass one contract suite.
 */

/** How long, and how often, a link may be used. The sender enforces it, because only the sender knows about uses. */
export interface ShareTerms {
  /** Milliseconds since 1970; undefined for no end. */
  readonly expiresMs: number | undefined;
  /** How many receipts end the share; undefined for no limit. */
  readonly mostDownloads: number | undefined;
}

/** The part that changes while it is shared, and that the list of shares shows. */
export interface SentSummary {
  /** Room id, of the record that a room was founded with; else the share's own id. */
  readonly id: string;
  /** Of a share that was added to a room: its room id. */
  readonly room?: string;
  /** Of a share in somebody else's room: the fragment of its link. */
  readonly fragment?: string;
  /** First file's path, as the person's system has it. */
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly createdMs: number;
  readonly terms: ShareTerms;
  /** Of a room that this person founded: guests may link with each other. True where it does not say. */
  readonly areGuestsAllowed?: boolean;
  /** Receipts so far. */
  readonly downloads: number;
}

/** The rest of a share: its key, and what is needed to serve it. */
export interface SentContent {
  readonly id: string;
  /** The share's Ed25519 signing key, not extractable. */
  readonly key: CryptoKey;
  /** base64url of the raw public key. */
  readonly publicKey: string;
  /** The room's founding key, of the record that it was founded with. Version 1 had one key for both. */
  readonly founder?: { readonly key: CryptoKey; readonly publicKey: string };
  /** The AES-GCM key, from the token and the password if there is one. The password itself is not stored. */
  readonly signalingKey: CryptoKey;
  readonly hasPassword: boolean;
  /** The manifest as it was signed; none where a room was founded with nothing in it. */
  readonly pages: readonly string[];
  /** Handles of all that was dropped or chosen, if the browser gives them; otherwise none. */
  readonly handles: readonly FileSystemHandle[];
}

export interface SentShares {
  list(): Promise<readonly SentSummary[]>;
  get(id: string): Promise<(SentSummary & SentContent) | undefined>;
  /** Creates or replaces, durably. */
  put(summary: SentSummary, content: SentContent): Promise<void>;
  /** Replaces the summary; does nothing if the share was removed meanwhile. */
  update(summary: SentSummary): Promise<void>;
  /** Removes everything that is stored of the share. */
  remove(id: string): Promise<void>;
  /** SHA-256 of what was signed of a share (files/serve/part-digests.ts), by page; empty where nothing is known. */
  digests(id: string): Promise<ReadonlyMap<number, Uint8Array<ArrayBuffer>>>;
  /** Replaces one page; does nothing if the share was removed meanwhile. */
  putDigests(id: string, page: number, digests: Uint8Array<ArrayBuffer>): Promise<void>;
}
