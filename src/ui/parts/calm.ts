/**
 * What is beside a list waits for calm, so that nothing is loaded and drawn between the list and the first bytes of a
 * person who clicks at once.
 */
import type { ReceiveSession, ReceiveView } from '../../session/view/receive.ts';

/** From the list on: who clicks at once has clicked by then. */
export const CALM_MS = 400;

/** What was asked for does not begin: then there is nothing to be in the way of. */
const MOST_MS = 2000;

type Calming = Pick<ReceiveSession, 'onChange'> & {
  readonly view: Pick<ReceiveView, 'isBusy' | 'bytesDone' | 'hasMore'>;
};

const calms = new WeakMap<Calming, Promise<void>>();

/** Resolves once for a session, CALM_MS after it is asked for first; later when a transfer begins just then. */
export function calmOf(session: Calming): Promise<void> {
  const calm = calms.get(session) ?? calmed(session);
  calms.set(session, calm);
  return calm;
}

async function calmed(session: Calming): Promise<void> {
  const ending = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  let isQuiet = false;
  const look = (): void => {
    const { hasMore, isBusy, bytesDone } = session.view;
    const isBeginning = isBusy && bytesDone === 0;
    if (hasMore || (isQuiet && !isBeginning)) resolve();
  };
  const quiet = setTimeout(() => {
    isQuiet = true;
    look();
  }, CALM_MS);
  const end = setTimeout(resolve, MOST_MS);
  session.onChange(look, ending.signal);
  look();
  await promise;
  ending.abort();
  clearTimeout(quiet);
  clearTimeout(end);
}
