/** A service whose code comes later: it is named from the start, and what a peer says meanwhile waits. */
import { MAX_EARLY_MESSAGES } from '../protocol/limits.ts';
import type { Fields } from '../protocol/parse.ts';
import type { LanePeer, PeerService, ServiceSession, Verdict } from './service.ts';

export class LazyService implements PeerService {
  readonly name: string;
  readonly version: number;
  private readonly loading: Promise<PeerService>;
  private readonly onEarly: () => void;

  /**
   * @param loading where it rejects, the service hears nothing and says nothing
   * @param onEarly a peer has said something before the code is here
   */
  constructor(name: string, version: number, loading: Promise<PeerService>, onEarly: () => void = () => {}) {
    this.name = name;
    this.version = version;
    this.loading = loading;
    this.onEarly = onEarly;
    loading.catch(() => {}); // told by whoever else waits for it
  }

  open(peer: LanePeer): ServiceSession {
    const waiting: Fields[] = [];
    let session: ServiceSession | undefined;
    let isClosed = false;
    void this.loading.then(
      (service) => {
        if (isClosed) return;
        session = service.open(peer);
        for (const message of waiting) {
          if (isClosed) return; // one of them has ended the link
          if (session.got(message) === 'bad') peer.end('peer-misbehaved');
        }
      },
      () => {},
    );
    return {
      got: (message): Verdict => {
        if (session !== undefined) return session.got(message);
        this.onEarly();
        return waiting.push(message) > MAX_EARLY_MESSAGES ? 'bad' : 'taken';
      },
      close: () => {
        isClosed = true;
        session?.close();
      },
    };
  }
}
