/** Where a share of ours is, and what is said of it. */
import type { BeamError } from '../protocol/errors.ts';
import type { RefusalCode } from '../protocol/messages/refusal.ts';
import type { Source } from '../storage/source/source.ts';
import type { Uploads } from '../files/serve/uploads.ts';
import type { SourceSearch } from '../files/serve/source-search.ts';
import { openStatus, overStatus } from './status.ts';
import type { SourceNeed } from './view/send.ts';
import type { Note, Status } from './view/status.ts';

export type OfferPhase =
  | { readonly type: 'opening' }
  /** After a break: the files must be found again. `error`: what was found is not the same. */
  | {
      readonly type: 'sourceless';
      readonly search: SourceSearch;
      readonly need: SourceNeed;
      readonly error: BeamError | undefined;
    }
  | { readonly type: 'open'; readonly uploads: Uploads; readonly source: Source }
  /** Nobody gets it any more; who has begun may finish, unless it was stopped. */
  | { readonly type: 'over'; readonly code: RefusalCode; readonly uploads: Uploads | undefined }
  | { readonly type: 'failed'; readonly error: BeamError; readonly uploads: Uploads | undefined };

/** @param status by what receivers do */
export function standing(phase: OfferPhase, status: Status): { status: Status; note: Note | undefined } {
  switch (phase.type) {
    case 'opening':
      return { status: 'waiting', note: undefined };
    case 'sourceless':
      return { status: 'paused', note: phase.need === 'permission' ? 'permission-again' : 'files-again' };
    case 'open':
      return openStatus(status, phase.uploads);
    case 'over':
      return overStatus(status, phase.code);
    case 'failed':
      return { status: 'failed', note: undefined };
  }
}
