/** Which others a guest that takes part greets, so that it has enough links and no more (SPEC.md, V9). Pure. */
import { SWARM_LINKS } from '../protocol/limits.ts';
import type { Member } from './member.ts';

export interface Neighbours {
  /** To be greeted now. */
  readonly chosen: readonly Member[];
  /** There are not enough that could be greeted. */
  readonly isShort: boolean;
}

/** @param random 0 to 1 */
export function neighboursAmong(all: readonly Member[], random: () => number): Neighbours {
  const wanted = SWARM_LINKS - all.filter(isNeighbour).length;
  const able = shuffled(all.filter(mayBe), random);
  // Whoever has said that it takes part will most likely answer.
  const chosen = [...able.filter(isTaking), ...able.filter((member) => !isTaking(member))].slice(
    0,
    Math.max(0, wanted),
  );
  return { chosen, isShort: chosen.length < wanted };
}

/** With a guest there is a link, or will be one if it answers. */
const isNeighbour = ({ peer, isBeginning, isTried, greeting }: Member): boolean =>
  peer?.isLiving === true ? !peer.isHost : isBeginning || (isTried && greeting?.part === 'takes');

const mayBe = ({ isPresent, isBanned, isBusy, isTried, isBeginning, peer }: Member): boolean =>
  isPresent && !isBanned && !isBusy && !isTried && !isBeginning && peer?.isLiving !== true;

const isTaking = ({ part }: Member): boolean => part === 'takes';

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const rest = [...items];
  const out: Item[] = [];
  while (rest.length > 0) out.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return out;
}
