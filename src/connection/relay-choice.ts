/**
 * Whether this browser connects by relays alone, so that the other side does not learn its address. It holds for every
 * connection that is made from then on, those under way are made anew; and it stays until it is changed.
 */
export interface RelayChoice {
  readonly isRelayOnly: boolean;
  set(isRelayOnly: boolean): void;
  onChange(listener: () => void, signal: AbortSignal): void;
}
