/** The share as it was announced, with the paths that we use for it. */
import type { Link } from '../share/link.ts';
import type { CheckedManifest } from './checked-manifest.ts';

export interface Offer extends CheckedManifest {
  /** Room id. */
  readonly id: string;
  readonly link: Link;
  readonly paths: readonly string[];
}
