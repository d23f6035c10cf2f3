/**
 * Where an announced share can be stored here: in a vault until it is saved, or, where it does not fit, streamed to its
 * final place.
 */
import type { BeamError } from '../../protocol/errors.ts';
import { countFiles, isDirectory } from '../../protocol/manifest.ts';
import type { Link } from '../../rendezvous/link.ts';
import { safeList } from '../../storage/sink/safe-names.ts';
import type { TabLocks } from '../../storage/records/tab-locks.ts';
import { FileSelection } from './file-selection.ts';
import { Transfer, type TransferEvents, type TransferParts } from './transfer.ts';
import type { CheckedManifest } from './checked-manifest.ts';
import { LanePreopening } from './lane-preopening.ts';
import { LaneController } from './lane-controller.ts';
import { namesView } from './names-view.ts';
import type { AnnouncedShare } from './announced-share.ts';
import {
  openSink,
  openStreamingSink,
  saveChoices,
  shapeOf,
  streamingChoices,
  type SaveChoice,
} from '../keep/saving.ts';
import type { Sinks } from '../../storage/sink/sinks.ts';
import { findShortage } from '../keep/shortage.ts';
import type { ProviderPool } from './provider-pool.ts';
import { BlockStore } from '../keep/block-store.ts';
import { VaultDestination, StreamingDestination, type Destination, type Taking } from '../keep/destination.ts';

/** What the browser keeps, and where it puts what has arrived. */
export interface LandingParts extends TransferParts {
  readonly sinks: Sinks;
  readonly locks: TabLocks;
}

/** Under paths that are safe and unique here. */
export function announcedShareOf(manifest: CheckedManifest, id: string, link: Link): AnnouncedShare {
  const { files } = manifest;
  const list = safeList(files.map((file) => ({ path: file.path, isFolder: isDirectory(file) })));
  return { ...manifest, id, link, paths: list.paths, names: namesView(files, list), count: countFiles(files) };
}

export class Landing {
  /** How it can be had though it is larger than what may be kept here; undefined unless it is. */
  streaming: readonly SaveChoice[] | undefined;
  /** Which of its files are taken. How they are saved is settled by the whole share. */
  readonly selection: FileSelection;
  private readonly laneController = new LaneController();
  private preopening: LanePreopening | undefined;

  readonly parts: LandingParts;
  private readonly announced: AnnouncedShare;

  constructor(parts: LandingParts, announced: AnnouncedShare) {
    this.parts = parts;
    this.announced = announced;
    this.selection = new FileSelection(announced);
  }

  /** What was saved of it on an earlier visit, if the rest was left for later. */
  async recall(): Promise<void> {
    const { id, head } = this.announced;
    this.selection.recall(await BlockStore.filesSaved(this.parts.ledger, id, head));
  }

  /** Best first. */
  get choices(): readonly SaveChoice[] {
    return (
      this.streaming ??
      saveChoices(shapeOf(this.announced.files, this.announced.paths), this.parts.sinks.folder !== undefined)
    );
  }

  /**
   * Before anybody accepts it: what is too large to be kept here goes to its place while it comes, or cannot be
   * received.
   * @param isWanted nobody has accepted it yet @param onChange of the choices
   * @returns why it cannot be received
   */
  async lookForSpace(isWanted: () => boolean, onChange: () => void): Promise<BeamError | undefined> {
    const { parts, announced } = this;
    const shortage = await findShortage(parts, announced).catch(() => undefined); // found out again when it begins
    if (!isWanted()) return undefined;
    this.streaming = undefined;
    if (shortage === undefined) return undefined;
    const { streaming } = parts.sinks;
    const choicesIf = (canStream: boolean) =>
      streamingChoices(shapeOf(announced.files, announced.paths), streaming, canStream);
    this.streaming = choicesIf(false);
    onChange();
    const choices = choicesIf(await streaming.canStream());
    this.streaming = choices.length === 0 ? undefined : choices;
    onChange();
    return choices.length === 0 && isWanted() ? shortage : undefined;
  }

  /** To be called in the click: a picker needs it. */
  async open(choice: SaveChoice): Promise<Destination> {
    const { parts, announced } = this;
    if (this.streaming === undefined)
      return new VaultDestination(await openSink(parts.sinks, choice, announced.paths), parts);
    return new StreamingDestination(await openStreamingSink(parts.sinks.streaming, choice, announced.paths), parts);
  }
  /** The list is shown and nobody has accepted yet. To be called again when there is news of a path. */
  preopenLanes(pool: ProviderPool): void {
    this.preopening ??= new LanePreopening(pool, this.laneController, this.announced.head.bytes);
    this.preopening.look();
  }

  begin(destination: Destination, pool: ProviderPool, events: TransferEvents): Transfer {
    this.preopening?.stop();
    return new Transfer(this.taking, destination, pool, this.laneController, this.parts, events);
  }

  /** What is chosen at this moment. */
  private get taking(): Taking {
    const { announced, selection } = this;
    const { choice } = selection;
    return {
      announced,
      choice,
      savedThen: () => selection.savedThen(choice),
      receipt: () => selection.receiptOf(choice),
    };
  }
}
