/**
 * Whether this browser connects by relays alone, so that the other side does not learn its address. The choice holds
 * for all pages of the app until it is changed. It is in localStorage, because it must be known before the first
 * candidate could leave, and IndexedDB answers later.
 */
import { Listeners } from '../protocol/listeners.ts';

const STORAGE_KEY = 'beamline-relay-only';
const ON = 'on';

export class StoredRelayChoice {
  private choice = remembered();
  private readonly listeners = new Listeners();

  constructor() {
    // The choice was made in another tab. `key` is null when all was cleared.
    addEventListener('storage', ({ key }) => (key === STORAGE_KEY || key === null) && this.become(remembered()));
  }

  get isRelayOnly(): boolean {
    return this.choice;
  }

  set(isRelayOnly: boolean): void {
    remember(isRelayOnly);
    this.become(isRelayOnly);
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener, signal);
  }

  private become(isRelayOnly: boolean): void {
    if (isRelayOnly === this.choice) return;
    this.choice = isRelayOnly;
    this.listeners.call();
  }
}

/** Storage may be blocked. The choice then lasts as long as the page. */
function remembered(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) === ON;
  } catch {
    return false;
  }
}

function remember(isRelayOnly: boolean): void {
  try {
    if (isRelayOnly) localStorage.setItem(STORAGE_KEY, ON);
    else localStorage.removeItem(STORAGE_KEY);
  } catch {
    // The choice still holds for this page.
  }
}
