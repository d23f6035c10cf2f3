/** What a receiver's status follows from: where it is with the room and with those who could send. Pure. */
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

type RoomFacts = Pick<ProviderFacts, 'isJoined' | 'isAway' | 'isGreeting' | 'hadOpenLink'>;

export function factsOf(
  providers: readonly Pick<Provider, 'linkState' | 'isPaused'>[],
  room: RoomFacts,
): ProviderFacts {
  const states = providers.map(({ linkState }) => linkState);
  const open = providers.filter(({ linkState }) => linkState === 'open');
  return {
    ...room,
    isConnecting: states.includes('connecting') || states.includes('securing'),
    hasOpenLink: open.length > 0,
    hasBrokenLink: states.includes('broken'),
    isPausedBySender: open.length > 0 && open.every(({ isPaused }) => isPaused),
  };
}
