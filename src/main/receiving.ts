/**
 * Opens links. What runs them is loaded for the first one: meanwhile its room is entered, so that nobody is found later
 * because of that.
 */
import { BeamError } from '../protocol/errors.ts';
import { parseFragment, type Link } from '../rendezvous/link.ts';
import { deriveCapability } from '../rendezvous/token.ts';
import type { OfferedParts } from '../session/offered-share.ts';
import type { ReceiveParts, ReceiveShare } from '../session/receive-share.ts';
import type { Enclosure } from '../session/view/beamline.ts';
import type { Trial } from '../shell/trial.ts';
import { EarlySocket } from '../signaling/early-socket.ts';
import type { Device } from './device.ts';
import type { Kept } from './kept.ts';
import { loaded } from './loaded.ts';

/** What runs a link. It comes once, however often it is asked for. */
const code = () => loaded(import('./receiver.ts'));

/** Before it is known whether the link is any good. */
export const loadReceiver = (): void => void code().catch(() => {}); // told when it is needed

export class Receiving {
  /** Inside of another app all the same. */
  private isInsisting = false;
  private readonly device: Device;
  private readonly kept: Kept;
  private readonly trial: Trial;
  private readonly enclosure: Enclosure | undefined;
  private readonly offering: () => Promise<OfferedParts>;

  /** @param offering what a guest needs who adds something */
  constructor(
    device: Device,
    kept: Kept,
    trial: Trial,
    enclosure: Enclosure | undefined,
    offering: () => Promise<OfferedParts>,
  ) {
    this.device = device;
    this.kept = kept;
    this.trial = trial;
    this.enclosure = enclosure;
    this.offering = offering;
  }

  insist(): void {
    this.isInsisting = true;
  }

  async receive(fragment: string, password?: string): Promise<ReceiveShare> {
    const link = this.openable(fragment, password);
    const loading = code();
    const entered = link.hasPassword ? undefined : this.enter(link);
    const stores = this.kept.forSaving();
    // Both are told when they are needed.
    stores.catch(() => {});
    for (const later of [import('../files/fetch/landing.ts'), import('../ui/room/beam-receiver.ts')])
      later.catch(() => {});
    try {
      const { receiveShare } = await loading;
      const isEnclosed = this.enclosure !== undefined;
      return receiveShare(link, { ...this.device, ...entered, ...this.adding, stores, isEnclosed }, password);
    } catch (thrown) {
      entered?.network.giveUp();
      throw thrown;
    }
  }

  private get adding(): Pick<ReceiveParts, 'offering' | 'hasAdded' | 'keptNotes'> {
    const { offering, kept } = this;
    const hasAdded = async (roomId: string) =>
      (await (await kept.stores).sent.list()).some(({ room }) => room === roomId);
    const keptNotes = async () => (await kept.stores).keptNotes();
    return { offering, hasAdded, keptNotes };
  }

  private openable(fragment: string, password?: string): Link {
    const link = parseFragment(fragment);
    if (this.enclosure !== undefined && !this.isInsisting) throw new BeamError('browser-enclosed');
    if (this.trial.lack !== undefined) throw this.trial.lack;
    if (link.hasPassword && password === undefined) throw new BeamError('password-needed');
    return link;
  }

  private enter({ token }: Link) {
    const capability = deriveCapability(token);
    const { network, server } = this.device;
    const early = new EarlySocket(
      network,
      server,
      capability.then(({ roomId }) => roomId),
    );
    return { capability, network: early, identity: early.identity };
  }
}
