import { toBeamError } from '../protocol/errors.ts';

/** What is loaded when it is needed may not come: that is told where it is needed. */
export async function loaded<Parts>(loading: Promise<Parts>): Promise<Parts> {
  return loading.catch((thrown: unknown) => {
    throw toBeamError(thrown, 'server-unreachable');
  });
}
