/** Makes shares of what people choose, and opens those of before. */
import type { Compression } from '../files/compress/compression.ts';
// oxlint-disable-next-line import/default -- Vite makes it
import compressionUrl from '../files/compress/compression.worker.ts?worker&url';
import { BeamError } from '../protocol/errors.ts';
import { parseSentFragment } from '../rendezvous/link.ts';
import type { OfferedParts } from '../session/offered-share.ts';
import type { SendShare } from '../session/send-share.ts';
import type { Trial } from '../shell/trial.ts';
import type * as Pickers from '../storage/source/picked-files.ts';
import { takeTransfer } from '../storage/source/taken-transfer.ts';
import { scriptUrl } from '../storage/script-url.ts';
import type { Device } from './device.ts';
import type { Kept } from './kept.ts';
import { loaded } from './loaded.ts';

type Picking = (pickers: typeof Pickers, onLeftOut: (each: Pickers.LeftOut) => void) => Promise<Pickers.PickedFile[]>;

export class Sending {
  /** One for all that is sent: it has a worker. */
  private compression: Compression | undefined;
  private readonly device: Device;
  private readonly kept: Kept;
  private readonly trial: Trial;

  constructor(device: Device, kept: Kept, trial: Trial) {
    this.device = device;
    this.kept = kept;
    this.trial = trial;
  }

  /** Not part of the first load, and here before the files are chosen. */
  load(): void {
    this.code().catch(() => {}); // told when it is needed
  }

  /** Must be called in the event's own turn of the loop: the entries of a drop are gone afterwards. */
  shareTransfer(transfer: DataTransfer): Promise<SendShare> {
    const taken = takeTransfer(transfer);
    return this.share(({ pickedFromTransfer }, onLeftOut) => pickedFromTransfer(taken, onLeftOut), taken.handles);
  }

  shareFiles(list: FileList): Promise<SendShare> {
    const files = Array.from(list); // the list empties when the page resets the input
    return this.share(({ pickedFromList }, onLeftOut) => pickedFromList(files, onLeftOut));
  }

  shareHandles(handles: readonly FileSystemHandle[]): Promise<SendShare> {
    const kept = Promise.resolve(handles);
    return this.share(({ pickedFromHandles }, onLeftOut) => pickedFromHandles(handles, onLeftOut), kept);
  }

  /** A room with nothing in it yet. @param text the first note in it */
  async openRoom(text?: string): Promise<SendShare> {
    const { SendShare, parts } = await this.ready();
    const room = await SendShare.openRoom(parts);
    if (text !== undefined) (await room.notes()).send(text);
    return room;
  }

  /** What a guest needs who adds something to a room. */
  async offering(): Promise<OfferedParts> {
    const [{ compression, sharing }, { sent }] = await Promise.all([this.code(), this.kept.stores]);
    return { compression, sharing, sent };
  }

  /** A share of before, by the fragment of its session. */
  async return(fragment: string): Promise<SendShare> {
    const id = parseSentFragment(fragment);
    if (id === undefined) throw new BeamError('share-unknown');
    const { SendShare, parts } = await this.ready();
    return SendShare.return(id, parts);
  }

  /** @param pick what was taken of the choice before this is called: it is gone after its event */
  private async share(
    pick: Picking,
    handles: Promise<readonly FileSystemHandle[]> = Promise.resolve([]),
  ): Promise<SendShare> {
    const leftOut: Pickers.LeftOut[] = [];
    const picked = this.code().then(({ pickers }) => pick(pickers, (each) => leftOut.push(each)));
    const [files, kept, { SendShare, FileSource, parts }] = await Promise.all([picked, handles, this.ready()]);
    return SendShare.create(new FileSource(files), kept, parts, leftOut);
  }

  private async ready() {
    const [code, { sent, keptNotes, locks }] = await Promise.all([this.code(), this.kept.stores, this.demandAll()]);
    const { server, uploadChoice: _uploadChoice, ...device } = this.device;
    const { compression, connections, decompression, sharing } = code;
    const landing = () => this.kept.forSaving();
    const shared = { compression, decompression, connections, sharing };
    return { ...code, parts: { base: server, ...device, ...shared, sent, keptNotes, locks, landing } };
  }

  /** Rejects when this browser lacks what nobody can send without. */
  private async demandAll(): Promise<void> {
    const lack = await this.trial.whole;
    if (lack !== undefined) throw lack;
  }

  private async code() {
    const sending = [
      import('../session/send-share.ts'),
      import('./shared.ts'),
      import('../files/compress/compression.ts'),
      import('../ui/room/beam-sender.ts'),
    ] as const;
    const choosing = [import('../storage/source/picked-files.ts'), import('../storage/source/file-source.ts')] as const;
    const [{ SendShare }, { connections, decompression, sharingOf }, { Compression }, , pickers, { FileSource }] =
      await loaded(Promise.all([...sending, ...choosing]));
    this.compression ??= new Compression(
      () => new Worker(scriptUrl(compressionUrl), { type: 'module', name: 'compression' }),
    );
    const sharing = sharingOf(this.device.uploadChoice);
    return { SendShare, FileSource, pickers, connections, decompression, sharing, compression: this.compression };
  }
}
