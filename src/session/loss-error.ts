/** What people are told of a link that is over. */
import { BeamError } from '../protocol/errors.ts';
import { visibleName } from '../protocol/visible-name.ts';
import type { Loss } from '../room/membership.ts';

export const lossError = ({ code, path }: Loss): BeamError =>
  new BeamError(code, path === undefined ? {} : { figures: { path: visibleName(path) } });
