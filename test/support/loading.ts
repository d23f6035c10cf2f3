/**
 * The app's own scripts that are on their way to a browser. If a page is left, the browser reports the scripts that it
 * gave up as failed.
 */
import { within } from './person.ts';

interface Request {
  url(): string;
}

export class Loading {
  private readonly requests = new Set<Request>();
  private onAll: () => void = () => {};

  began(request: Request): void {
    if (/\/assets\/[^/]+\.js$/.test(request.url())) this.requests.add(request);
  }

  ended(request: Request): void {
    this.requests.delete(request);
    if (this.requests.size === 0) this.onAll();
  }

  /** Forgets all, because the pages that asked for them are closed. */
  forget(): void {
    this.requests.clear();
  }

  /** Resolves when no script is on its way. */
  async all(): Promise<void> {
    if (this.requests.size === 0) return;
    const urls = [...this.requests].map((request) => request.url());
    await within(`loading ${urls.join(', ')}`, new Promise<void>((resolve) => (this.onAll = resolve)));
  }
}
