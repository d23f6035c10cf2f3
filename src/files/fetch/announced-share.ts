/** The share as it was announced, with the paths that we use for it. */
import type { Link } from '../../rendezvous/link.ts';
import type { CheckedManifest } from './checked-manifest.ts';
import type { NamesView } from './names-view.ts';

export interface AnnouncedShare extends CheckedManifest {
  /** Room id. */
  readonly id: string;
  readonly link: Link;
  readonly paths: readonly string[];
  /** Undefined where there is nothing to tell of them. */
  readonly names: NamesView | undefined;
  /** Those that are files, and not empty folders. */
  readonly count: number;
}
