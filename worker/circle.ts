/**
 * Who is told of whom in a room: the hosts, and of the others a few that are drawn at random. So what a newcomer costs
 * does not grow with the room. Pure: random numbers come in. See src/protocol/SPEC.md, R3, R19 and R20.
 */
import { MAX_TOLD_HOSTS, MAX_TOLD_PEERS } from '../src/protocol/limits.ts';
import type { PeerId } from '../src/protocol/messages/room-message.ts';
import { MAX_KNOWN_PEERS } from './limits.ts';
import type { Member, Members } from './room-core.ts';

/** 0 to 1, as Math.random. */
export type Random = () => number;

/**
 * Whom a newcomer is told of, and who is told of it, in the order of joining. One that says that it is the host has to
 * find everybody. One that is back finds those again that knew it, and no further strangers beyond the number.
 */
export function circleOf(
  members: Members,
  { peer, isHost }: Pick<Member, 'peer' | 'isHost'>,
  random: Random,
): Member[] {
  const others = othersThan(members, peer);
  if (isHost) return others;
  const known = others.filter(({ knows }) => knows.includes(peer));
  const strangers = others.filter((other) => !known.includes(other));
  const drawn = draw(strangers, MAX_TOLD_PEERS - known.length, random);
  const circle = new Set([...known, ...drawn]);
  return others.filter((other) => circle.has(other));
}

/** Others that a member does not know yet. */
export const strangersOf = (members: Members, { peer, knows }: Member, random: Random): Member[] =>
  draw(
    othersThan(members, peer).filter((other) => !knows.includes(other.peer)),
    MAX_TOLD_PEERS,
    random,
  );

/**
 * The same member, who knows these as well. Those that have left are remembered, for they may come back, as long as
 * there is space.
 */
export function knowing(member: Member, peers: readonly PeerId[], members: Members): Member {
  const knows = [...new Set([...member.knows, ...peers])];
  while (knows.length > MAX_KNOWN_PEERS)
    knows.splice(
      Math.max(
        0,
        knows.findIndex((peer) => !members.has(peer)),
      ),
      1,
    );
  return { ...member, knows };
}

/**
 * Hosts first. Everybody can say that it is the host: of too many the true one is drawn sooner or later, and nobody can
 * push it out.
 */
function draw(from: readonly Member[], count: number, random: Random): Member[] {
  const hosts = sample(
    from.filter(({ isHost }) => isHost),
    MAX_TOLD_HOSTS,
    random,
  );
  return [
    ...hosts,
    ...sample(
      from.filter(({ isHost }) => !isHost),
      count,
      random,
    ),
  ];
}

function sample(from: Member[], count: number, random: Random): Member[] {
  const rest = [...from];
  const drawn: Member[] = [];
  while (drawn.length < count && rest.length > 0) drawn.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return drawn;
}

const othersThan = (members: Members, peer: PeerId): Member[] =>
  [...members.values()].filter((other) => other.peer !== peer);
