/**
 * Where an offered share can land in this browser: kept until it is saved, or straight at its place where it does not
 * fit.
 */
import type { BeamError } from '../../protocol/errors.ts';
import { countFiles, isDirectory } from '../../protocol/manifest.ts';
import type { Link } from '../../rendezvous/link.ts';
import { safeList } from '../../storage/sink/safe-names.ts';
import type { TabLocks } from '../../storage/records/tab-locks.ts';
import { Attempt, type AttemptEvents, type AttemptParts } from './transfer.ts';
import type { CheckedManifest } from './checked-manifest.ts';
import { HeadStart } from './lane-preopening.ts';
import { LaneTending } from './lane-controller.ts';
import { namesView } from './names-view.ts';
import type { Offer } from './announced-share.ts';
import {
  openSink,
  openStraightSink,
  saveChoices,
  shapeOf,
  straightChoices,
  type SaveChoice,
  type Sinks,
} from '../keep/saving.ts';
import { findShortage } from '../keep/shortage.ts';
import type { Swarm } from './provider-pool.ts';
import { KeptDestination, StraightDestination, type Destination } from '../keep/destination.ts';

/** What the browser keeps, and where it puts what has arrived. */
export interface Keeping extends AttemptParts {
  readonly sinks: Sinks;
  readonly locks: TabLocks;
}

/** Under paths that are safe and unique here. */
export function offerOf(manifest: CheckedManifest, id: string, link: Link): Offer {
  const { files } = manifest;
  const list = safeList(files.map((file) => ({ path: file.path, isFolder: isDirectory(file) })));
  return { ...manifest, id, link, paths: list.paths, names: namesView(files, list), count: countFiles(files) };
}

export class Landing {
  /** How it can be had though it is larger than what may be kept here; undefined unless it is. */
  straight: readonly SaveChoice[] | undefined;
  private readonly tending = new LaneTending();
  private headStart: HeadStart | undefined;

  readonly keeping: Keeping;
  private readonly offer: Offer;

  constructor(keeping: Keeping, offer: Offer) {
    this.keeping = keeping;
    this.offer = offer;
  }

  /** Best first. */
  get choices(): readonly SaveChoice[] {
    return (
      this.straight ?? saveChoices(shapeOf(this.offer.files, this.offer.paths), this.keeping.sinks.folder !== undefined)
    );
  }

  /**
   * Before anybody accepts it: what is too large to be kept here goes straight to its place, or cannot be received.
   * @param isWanted nobody has accepted it yet @param onChange of the choices
   * @returns why it cannot be received
   */
  async lookForSpace(isWanted: () => boolean, onChange: () => void): Promise<BeamError | undefined> {
    const { keeping, offer } = this;
    const shortage = await findShortage(keeping, offer).catch(() => undefined); // found out again when it begins
    if (!isWanted()) return undefined;
    this.straight = undefined;
    if (shortage === undefined) return undefined;
    const { straight } = keeping.sinks;
    const choicesIf = (canStream: boolean) => straightChoices(shapeOf(offer.files, offer.paths), straight, canStream);
    this.straight = choicesIf(false);
    onChange();
    const choices = choicesIf(await straight.canStream());
    this.straight = choices.length === 0 ? undefined : choices;
    onChange();
    return choices.length === 0 && isWanted() ? shortage : undefined;
  }

  /** To be called in the click: a picker needs it. */
  async open(choice: SaveChoice): Promise<Destination> {
    const { keeping, offer } = this;
    if (this.straight === undefined)
      return new KeptDestination(await openSink(keeping.sinks, choice, offer.paths), keeping);
    return new StraightDestination(await openStraightSink(keeping.sinks.straight, choice, offer.paths), keeping);
  }
  /** It is offered, and there may be news of a path. */
  lookAhead(swarm: Swarm): void {
    this.headStart ??= new HeadStart(swarm, this.tending, this.offer.head.bytes);
    this.headStart.look();
  }

  begin(destination: Destination, swarm: Swarm, events: AttemptEvents): Attempt {
    this.headStart?.stop();
    return new Attempt(this.offer, destination, swarm, this.tending, this.keeping, events);
  }
}
