/**
 * Watches one link: its stages, and how its bytes travel, told from both ends. Looks while it is being made, then now
 * and then: the selected pair can still change while the first bytes flow.
 */
import { diagnosis } from './diagnosis.ts';
import { pathOf, reportOf, tallyOf, type Path } from './path.ts';
import type { PeerLink, Traffic } from './peer-link.ts';
import type { Sample } from './statistics.ts';
import { advance, begin, stageOf, type LinkStep, type Timeline } from './timeline.ts';
import type { PathMessage } from '../protocol/messages/link-message.ts';
import type { ErrorCode, RelayCode } from '../protocol/errors.ts';
import type { PathReport } from '../protocol/messages/path-report.ts';
import type { ConnectionView, PathDetails } from './connection-view.ts';

/** While it is being made, has broken, or somebody looks at the details. */
const CLOSELY_MS = 1000;
/** After it has opened, too: the pair that is selected first need not stay. */
const EARLY_LOOKS = 8;
/** While it only carries bytes. */
const CALMLY_MS = 2500;

export interface PathWatchParts {
  /** When signaling for this link began, by performance.now(). */
  readonly begunMs: number;
  /** 1 for the first link to this peer, 2 when that was lost… */
  readonly attempt: number;
  /** Somebody looks at the figures. */
  isClose(): boolean;
  onChange(): void;
}

export class PathWatch {
  private timeline: Timeline;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sample: Sample | undefined;
  private counted: Traffic | undefined;
  private traffic: PathDetails['traffic'];
  private told = '';
  private report: PathReport | undefined;
  private path: Path | undefined;
  private failure: ErrorCode | undefined;
  /** What was shown last, and stays the same object until something in it changes. */
  private shown: ConnectionView | undefined;
  private isStopped = false;
  private looks = 0;

  private readonly link: PeerLink;
  private readonly parts: PathWatchParts;

  constructor(link: PeerLink, parts: PathWatchParts) {
    this.link = link;
    this.parts = parts;
    this.timeline = begin(parts.begunMs);
    this.lookLater();
  }

  get view(): ConnectionView {
    this.shown ??= this.build();
    return this.shown;
  }

  get roundTripMs(): number | undefined {
    return this.sample?.pair?.roundTripMs;
  }

  gotStep(step: LinkStep): void {
    const timeline = advance(this.timeline, step, performance.now());
    if (timeline === this.timeline) return;
    this.timeline = timeline;
    this.change();
    if (step === 'closed') this.stop();
    if (step === 'opened' || step === 'restarted' || step === 'broke') void this.look();
  }

  /** The other end's side of it (C8). */
  gotReport(report: PathReport): void {
    this.report = report;
    this.update();
  }

  /** Why it could not be made, or was lost; it is shown from then on. Asked once, when the link is closed. */
  diagnose(isPartnerThere: boolean, missingRelay: RelayCode | undefined, told?: ErrorCode): ErrorCode {
    this.failure = diagnosis({ timeline: this.timeline, sample: this.sample, isPartnerThere, missingRelay, told });
    this.change();
    return this.failure;
  }

  async look(): Promise<void> {
    clearTimeout(this.timer);
    if (this.isStopped) return;
    const sample = await this.link.look().catch(() => undefined); // a connection that is on its way out has none
    if (this.isStopped) return;
    if (sample === undefined) return this.lookLater();
    const { traffic } = this.link;
    this.traffic = rates(this.counted, traffic) ?? this.traffic;
    this.counted = traffic;
    this.looks += 1;
    this.sample = sample;
    this.tell();
    this.update();
    this.lookLater();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private lookLater(): void {
    const { isOpen, isBroken } = this.timeline;
    const isCalm = isOpen && !isBroken && this.looks >= EARLY_LOOKS && !this.parts.isClose();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), isCalm ? CALMLY_MS : CLOSELY_MS);
  }

  /** Once, and again when it has changed. */
  private tell(): void {
    const report = this.sample && reportOf(this.sample);
    if (report === undefined) return;
    const message: PathMessage = { type: 'path', ...report };
    const text = JSON.stringify(message);
    if (text !== this.told && this.link.sendControl(message)) this.told = text;
  }

  /** Only what can be seen is a reason to show it again: the sentence always, the figures when somebody looks. */
  private update(): void {
    const { path, sample } = this;
    const here = sample && reportOf(sample);
    this.path = here && sample.pair && pathOf(here, this.report, sample.pair.remote.type);
    if (this.parts.isClose() || this.timeline.isBroken || JSON.stringify(path) !== JSON.stringify(this.path))
      this.change();
  }

  private change(): void {
    this.shown = undefined;
    this.parts.onChange();
  }

  private build(): ConnectionView {
    const { timeline, path, failure } = this;
    return {
      stage: stageOf(timeline),
      stages: timeline.stages,
      path,
      attempt: this.parts.attempt,
      restarts: timeline.restarts,
      brokenMs: timeline.isBroken && !timeline.isOver ? performance.now() - timeline.sinceMs : undefined,
      failure,
      details: this.sample && detailsOf(this.sample, this.report, this.traffic, this.link.laneCount),
    };
  }
}

/** Between two looks; undefined when they are too close for a figure. */
function rates(before: Traffic | undefined, now: Traffic): PathDetails['traffic'] | undefined {
  const seconds = before === undefined ? 0 : (now.atMs - before.atMs) / 1000;
  if (before === undefined || seconds < 0.5) return undefined;
  const rate = (from: number, to: number): number => Math.max(0, to - from) / seconds;
  return {
    sentPerSecond: rate(before.sentBytes, now.sentBytes),
    receivedPerSecond: rate(before.receivedBytes, now.receivedBytes),
  };
}

function detailsOf(
  sample: Sample,
  there: PathReport | undefined,
  traffic: PathDetails['traffic'],
  lanes: number,
): PathDetails {
  const { locals, remotes, pair, checks, dtlsVersion, dtlsCipher, fingerprints, maxMessageBytes } = sample;
  const here = reportOf(sample);
  return {
    here: {
      gathered: tallyOf(locals),
      nat: here?.nat,
      transport: pair?.local.transport,
      fingerprint: fingerprints.here,
    },
    there: {
      gathered: there?.gathered ?? tallyOf(remotes),
      nat: there?.nat,
      transport: there?.transport,
      fingerprint: fingerprints.there,
    },
    checks,
    roundTripMs: pair?.roundTripMs,
    dtlsVersion,
    dtlsCipher,
    maxMessageBytes,
    traffic,
    lanes,
  };
}
