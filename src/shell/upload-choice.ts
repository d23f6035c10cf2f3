/** What a person lets this browser send (UploadChoice). In localStorage, as the choice of relays is. */
import { Listeners } from '../protocol/listeners.ts';

const HELPS_KEY = 'beamline-helps';
const MOST_KEY = 'beamline-most-upload';
const KEYS: readonly (string | null)[] = [HELPS_KEY, MOST_KEY, null]; // null when all was cleared

/** Network Information API: in Chromium alone, and `type` on phones alone. */
interface Line {
  readonly saveData?: boolean;
  readonly type?: string;
}

export class StoredUploadChoice {
  private readonly listeners = new Listeners();
  /** As long as the page lives, where storage is blocked. */
  private readonly unkept = new Map<string, string | undefined>();
  private readonly line: Line | undefined;

  constructor(line: Line | undefined = (navigator as Navigator & { connection?: Line }).connection) {
    this.line = line;
    // Made in another tab.
    addEventListener('storage', ({ key }) => KEYS.includes(key) && this.listeners.call());
  }

  get helps(): boolean {
    const said = this.recall(HELPS_KEY);
    return said === undefined ? !this.isMetered : said === 'on';
  }

  get mostBitsPerSecond(): number | undefined {
    const most = Number(this.recall(MOST_KEY) ?? 0);
    return Number.isSafeInteger(most) && most > 0 ? most : undefined;
  }

  setHelps(helps: boolean): void {
    this.keep(HELPS_KEY, helps ? 'on' : 'off');
  }

  setMost(bitsPerSecond: number | undefined): void {
    this.keep(MOST_KEY, bitsPerSecond === undefined ? undefined : String(bitsPerSecond));
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener, signal);
  }

  /** Its person pays for what it carries, or wants to save. */
  private get isMetered(): boolean {
    return this.line?.saveData === true || this.line?.type === 'cellular';
  }

  private recall(key: string): string | undefined {
    if (this.unkept.has(key)) return this.unkept.get(key);
    try {
      return localStorage.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  }

  private keep(key: string, value: string | undefined): void {
    try {
      if (value === undefined) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
      this.unkept.delete(key);
    } catch {
      this.unkept.set(key, value);
    }
    this.listeners.call();
  }
}
