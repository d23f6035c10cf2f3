/** One peer that offers the share, as the receiver sees it: its link and its manifest, checked. Then a source of blocks. */
import { parseSenderMessage, type ReceiverMessage, type SenderMessage } from '../protocol/control-message.ts';
import { BeamError, toBeamError, type ErrorCode } from '../protocol/errors.ts';
import { decodeFrame, encodeRequest, type Chunk, type Piece, type Proof } from '../protocol/frame.ts';
import { parseManifestPage, type ManifestFile, type ManifestHead } from '../protocol/manifest.ts';
import { toBase64url } from '../protocol/base64url.ts';
import type { PeerMessage } from '../protocol/peer-message.ts';
import type { PeerId } from '../protocol/room-message.ts';
import type { LaneState } from '../connection/lane.ts';
import { PeerLink } from '../connection/peer-link.ts';
import { safePath } from '../share/names.ts';
import { ShareVerifier } from '../share/share-key.ts';
import type { Token } from '../share/token.ts';
import { ManifestIntake } from '../transfer/manifest-intake.ts';
import { PathWatch } from './path-watch.ts';
import type { ConnectionView } from './view.ts';

/** A manifest whose signature and hash are right. */
export interface CheckedManifest {
  readonly head: ManifestHead;
  readonly files: readonly ManifestFile[];
  readonly verifier: ShareVerifier;
}

export interface SupplierEvents {
  send(to: PeerId, message: PeerMessage): void;
  onLinkState(supplier: Supplier, state: LaneState): void;
  onManifest(supplier: Supplier, manifest: CheckedManifest): void;
  onProof(supplier: Supplier, proof: Proof): void;
  onChunk(supplier: Supplier, chunk: Chunk): void;
  /** The sender ends it. */
  onEnd(supplier: Supplier, error: BeamError): void;
  /** It broke a rule: the caller closes it. */
  onFault(supplier: Supplier, error: BeamError): void;
  onFigures(): void;
}

export class Supplier {
  linkState: LaneState = 'connecting';
  wasOpen = false;
  manifest: CheckedManifest | undefined;
  private readonly link: PeerLink;
  private readonly path: PathWatch;
  private intake: { readonly head: ManifestHead; readonly verifier: ShareVerifier; readonly pages: ManifestIntake } | undefined;
  /** Control messages are handled one after the other: checking a signature takes a while. */
  private inbox: Promise<unknown> = Promise.resolve();

  constructor(readonly peer: PeerId, linkId: string, config: RTCConfiguration, private readonly token: Token, private readonly events: SupplierEvents) {
    this.link = new PeerLink(linkId, config, false, {
      send: (message) => events.send(peer, message),
      onState: (state) => this.gotLinkState(state),
      onControl: (text) => this.gotControl(text),
      onFrame: (bytes) => this.gotFrame(bytes),
      onDrain: () => {},
    });
    this.path = new PathWatch(this.link, () => events.onFigures());
  }

  get connection(): ConnectionView {
    return this.path.view(this.linkState);
  }

  got(message: Exclude<PeerMessage, { type: 'hello' }>): void {
    if (message.link !== this.link.id) return;
    if (message.type === 'end') this.events.onEnd(this, endError(message));
    else this.link.got(message);
  }

  gotPresence(isThere: boolean): void {
    this.link.gotPresence(isThere);
  }

  setIceServers(iceServers: RTCIceServer[]): void {
    this.link.setIceServers(iceServers);
  }

  restart(): void {
    this.link.restart();
  }

  tell(message: ReceiverMessage): void {
    this.link.sendControl(message);
  }

  request(piece: Piece): void {
    this.link.sendFrame(encodeRequest(piece));
  }

  /** Says why by both ways, the channel and the room, and closes. */
  end(error: BeamError): void {
    this.tell({ type: 'end', code: error.code });
    this.events.send(this.peer, { type: 'end', link: this.link.id, code: error.code });
    this.close();
  }

  close(): void {
    this.path.stop();
    this.link.close();
  }

  private gotLinkState(state: LaneState): void {
    this.linkState = state;
    if (state === 'open') this.wasOpen = true;
    if (state === 'closed') this.path.stop();
    this.events.onLinkState(this, state);
  }

  private gotControl(text: string): void {
    const message = parseSenderMessage(text);
    if (message === undefined) return this.events.onFault(this, new BeamError('peer-misbehaved'));
    this.inbox = this.inbox.then(() => this.handle(message)).catch((thrown: unknown) => this.events.onFault(this, toBeamError(thrown, 'internal')));
  }

  private async handle(message: SenderMessage): Promise<void> {
    switch (message.type) {
      case 'manifest': {
        const { head, key, signature } = message;
        if (this.intake !== undefined) throw new BeamError('peer-misbehaved');
        const verifier = await ShareVerifier.fromPublicKey(key, this.token);
        if (!(await verifier.hasSignedManifest(head, signature))) throw new BeamError('manifest-forged');
        this.intake = { head, verifier, pages: new ManifestIntake(head) };
        return;
      }
      case 'page':
        return this.gotPage(message.page, message.text);
      case 'end':
        return this.events.onEnd(this, endError(message));
    }
  }

  private async gotPage(page: number, text: string): Promise<void> {
    if (this.intake === undefined) throw new BeamError('peer-misbehaved');
    const { head, verifier, pages } = this.intake;
    const result = pages.gotPage(page, text);
    switch (result.type) {
      case 'ask':
        return this.tell({ type: 'pages', first: result.first, count: result.count });
      case 'wait':
        return;
      case 'bad':
        throw new BeamError('manifest-bad');
      case 'whole':
        this.manifest = { head, verifier, files: await checkedFiles(head, result.pages) };
        this.events.onManifest(this, this.manifest);
    }
  }

  private gotFrame(bytes: Uint8Array<ArrayBuffer>): void {
    const frame = decodeFrame(bytes);
    if (frame?.type === 'chunk') this.events.onChunk(this, frame.chunk);
    else if (frame?.type === 'proof') this.events.onProof(this, frame.proof);
    else this.events.onFault(this, new BeamError('peer-misbehaved'));
  }
}

const endError = ({ code, path }: { code: ErrorCode; path?: string }): BeamError => new BeamError(code, path === undefined ? {} : { figures: { path: safePath(path) } });

/** @throws BeamError `manifest-bad` when the pages are not what the head announces */
async function checkedFiles(head: ManifestHead, pages: readonly string[]): Promise<ManifestFile[]> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pages.join('')));
  if (toBase64url(new Uint8Array(digest)) !== head.sha256) throw new BeamError('manifest-bad');
  const files: ManifestFile[] = [];
  for (const text of pages) {
    const page = parseManifestPage(text);
    if (page === undefined) throw new BeamError('manifest-bad');
    files.push(...page);
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (files.length !== head.files || bytes !== head.bytes) throw new BeamError('manifest-bad');
  return files;
}
