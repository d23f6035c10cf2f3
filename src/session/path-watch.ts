/** Looks now and then at how a link's bytes travel: the selected pair can still change while the first bytes flow. */
import type { LaneState } from '../connection/lane.ts';
import type { Path } from '../connection/path.ts';
import type { PeerLink } from '../connection/peer-link.ts';
import type { ConnectionView, Stage } from './view.ts';

const EVERY_MS = 1000;

const STAGES: Record<LaneState, Stage> = {
  connecting: 'connecting',
  securing: 'securing',
  open: 'communicating',
  broken: 'connecting',
  closed: 'signaling',
};

export class PathWatch {
  private path: Path | undefined;
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(private readonly link: PeerLink, private readonly onPath: () => void) {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  view(state: LaneState): ConnectionView {
    if (state === 'open' && this.path === undefined) void this.look();
    return { stage: STAGES[state], path: state === 'closed' ? undefined : this.path };
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const path = await this.link.path();
    if (path === undefined) return;
    this.path = path;
    this.onPath();
  }
}
