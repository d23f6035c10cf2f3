/**
 * Whether this browser connects by relays alone, so that the other side does not learn its address. It stays until it
 * is changed, for all pages of the app. In localStorage, for it must be known when the first candidate could leave, and
 * IndexedDB answers later.
 */
import { Listeners } from '../protocol/listeners.ts';

const STORAGE_KEY = 'beamline-relay-only';
const ON = 'on';

export class StoredRelayChoice {
  private choice = remembered();
  private readonly listeners = new Listeners();

  constructor() {
    // Chosen in another tab; `key` is null when all was cleared.
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

/** Storage may be blocked; the choice then lasts as long as the page. */
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
    // It holds for this page.
  }
}
