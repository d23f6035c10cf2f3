/** Which receivers a sender forgets: its list must not grow with everybody who comes and goes. Pure. */
import { MAX_PAST_RECEIVERS } from '../../protocol/limits.ts';

/**
 * Of those that are over, the ones that went first, so that one more still fits. @param receivers in the order of
 * arrival
 */
export function tooOld<Id>(receivers: Iterable<readonly [Id, { readonly isOver: boolean }]>): readonly Id[] {
  const past = [...receivers].filter(([, { isOver }]) => isOver).map(([id]) => id);
  return past.slice(0, Math.max(0, past.length - MAX_PAST_RECEIVERS + 1));
}
