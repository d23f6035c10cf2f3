/** What the page and the vault's worker say to each other. */
import type { ErrorCode } from '../../protocol/errors.ts';

export type VaultRequest =
  | { readonly type: 'open'; readonly id: string }
  /** The buffer is transferred. */
  | { readonly type: 'write'; readonly id: string; readonly offset: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'flush'; readonly id: string }
  | { readonly type: 'read'; readonly id: string; readonly offset: number; readonly length: number }
  | { readonly type: 'file'; readonly id: string }
  | { readonly type: 'close'; readonly id: string }
  | { readonly type: 'remove'; readonly id: string }
  | { readonly type: 'measure' }
  /** Whether a vault can be had here at all. */
  | { readonly type: 'try' };

/** What a request is answered with; undefined for those that have nothing to tell. */
export interface VaultResults {
  readonly open: undefined;
  readonly write: ArrayBuffer;
  readonly flush: undefined;
  readonly read: ArrayBuffer;
  readonly file: File;
  readonly close: undefined;
  readonly remove: undefined;
  readonly measure: number | undefined;
  readonly try: undefined;
}

/** The worker answers each call once; those for one vault in the order in which they came. */
export interface VaultCall {
  readonly call: number;
  readonly request: VaultRequest;
}

export type VaultReply =
  | { readonly call: number; readonly type: 'done'; readonly result: VaultResults[VaultRequest['type']] }
  /** `cause`: the browser's own words, for the console. */
  | { readonly call: number; readonly type: 'failed'; readonly code: VaultErrorCode; readonly cause: string };

export type VaultErrorCode = Extract<ErrorCode, 'space-short' | 'storage-blocked' | 'storage-failed' | 'storage-lost'>;
