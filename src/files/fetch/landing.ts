/**
 * Where an announced share can be stored here: in a vault until it is saved, or, where it does not fit, streamed to its
 * final place.
 */
import type { BeamError } from '../../protocol/errors.ts';
import { countFiles, isDirectory } from '../../protocol/manifest.ts';
import type { Link } from '../../rendezvous/link.ts';
import { safeList } from '../../storage/sink/safe-names.ts';
import { BlobVault } from '../../storage/vault/blob-vault.ts';
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
  shapeOfPart,
  streamingChoices,
  type SaveChoice,
  type Shape,
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
  /** Which of its files are taken. How they are saved is settled by the whole share. */
  readonly selection: FileSelection;
  /** It is larger than what may be kept here. */
  private isStreaming = false;
  /** Through a service worker. */
  private canStream = false;
  private readonly laneController = new LaneController();
  private preopening: LanePreopening | undefined;

  readonly parts: LandingParts;
  private readonly announced: AnnouncedShare;

  constructor(parts: LandingParts, announced: AnnouncedShare) {
    this.parts = parts;
    this.announced = announced;
    this.selection = new FileSelection(announced);
  }

  /** What was saved of it on an earlier visit, or was on its way, if that was not all. */
  async recall(): Promise<void> {
    const { id, head } = this.announced;
    this.selection.recall(await BlockStore.choiceOf(this.parts.ledger, id, head));
  }

  /** What is kept of it, to be read alone; undefined where nothing is. */
  async stored(): Promise<BlockStore | undefined> {
    const { id, head } = this.announced;
    const { ledger, vaults } = this.parts;
    const open = async (): Promise<BlobVault> => new BlobVault((await vaults.peek(id)) ?? new Blob());
    const parts = { ledger, vaults: { open, remove: vaults.remove } };
    return BlockStore.reopen(parts, { id, manifestSha256: head.sha256, bytes: head.bytes });
  }

  /** How it can be had though it is larger than what may be kept here; undefined unless it is. */
  get streaming(): readonly SaveChoice[] | undefined {
    return this.isStreaming ? streamingChoices(this.shape, this.parts.sinks.streaming, this.canStream) : undefined;
  }

  /** Best first. */
  get choices(): readonly SaveChoice[] {
    return this.streaming ?? saveChoices(this.shape, this.parts.sinks.folder !== undefined);
  }

  /** Of what is chosen: one file of several is one file. */
  private get shape(): Shape {
    const { files, paths } = this.announced;
    const { only } = this.selection;
    const file = only === undefined ? undefined : files[only];
    return file === undefined || only === undefined ? shapeOf(files, paths) : shapeOfPart(file, paths[only] ?? '');
  }

  /**
   * Before anybody accepts it: what is too large to be kept here goes to its place while it comes, or cannot be
   * received.
   * @param isWanted nobody has accepted it yet @param onChange of the choices
   * @returns why it cannot be received
   */
  async lookForSpace(isWanted: () => boolean, onChange: () => void): Promise<BeamError | undefined> {
    const { parts, announced } = this;
    const { streaming } = parts.sinks;
    const shortage = await findShortage(parts, announced).catch(() => undefined); // found out again when it begins
    if (!isWanted()) return undefined;
    this.isStreaming = shortage !== undefined;
    this.canStream = false;
    if (shortage === undefined) return undefined;
    onChange();
    this.canStream = await streaming.canStream();
    this.isStreaming = this.choices.length > 0;
    onChange();
    return !this.isStreaming && isWanted() ? shortage : undefined;
  }

  /** To be called in the click: a picker needs it. */
  async open(choice: SaveChoice): Promise<Destination> {
    const { parts, announced, selection } = this;
    const { sinks } = parts;
    selection.settle(); // a picker takes its time
    if (this.streaming === undefined)
      return new VaultDestination(await openSink(sinks, choice, announced.paths, !selection.isAll), parts);
    const { only } = selection;
    const paths = only === undefined || choice !== 'download' ? announced.paths : [announced.paths[only] ?? ''];
    return new StreamingDestination(await openStreamingSink(sinks.streaming, choice, paths), parts);
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
