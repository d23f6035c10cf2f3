/** What a receiver's status follows from: where it is with the room and with those who could send. Pure. */
import type { Peer } from '../../room/peer.ts';
import type { Provider } from './provider.ts';

export interface ProviderFacts {
  /** In the room, at the moment. */
  readonly isJoined: boolean;
  /** The room was lost, or could not be entered; not so while the first attempt is on its way. */
  readonly isAway: boolean;
  /** Somebody was greeted and may answer. */
  readonly isGreeting: boolean;
  readonly isConnecting: boolean;
  readonly hasOpenLink: boolean;
  /** There was one, whether or not it still is. */
  readonly hadOpenLink: boolean;
  readonly hasBrokenLink: boolean;
  /** By everybody who could send. */
  readonly isPausedBySender: boolean;
}

type RoomFacts = Pick<ProviderFacts, 'isJoined' | 'isAway' | 'isGreeting' | 'hadOpenLink'> & {
  readonly peers: readonly Pick<Peer, 'linkState'>[];
};

/** @param providers of the peers whose links are open, or broken */
export function factsOf(
  { isJoined, isAway, isGreeting, hadOpenLink, peers }: RoomFacts,
  providers: readonly Pick<Provider, 'isPaused' | 'isBroken'>[],
): ProviderFacts {
  const states = peers.map(({ linkState }) => linkState);
  const open = providers.filter(({ isBroken }) => !isBroken);
  return {
    isJoined,
    isAway,
    isGreeting,
    hadOpenLink,
    isConnecting: states.includes('connecting') || states.includes('securing'),
    hasOpenLink: states.includes('open'),
    hasBrokenLink: states.includes('broken'),
    isPausedBySender: open.length > 0 && open.every(({ isPaused }) => isPaused),
  };
}
