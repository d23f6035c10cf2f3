/**
 * A share of somebody else in the room, of which the host tells a newcomer: what is in it, and who gives it. The bytes are
 * to be had from that peer, once the two have a link (SPEC.md, C13).
 */
import { isReceiverType, readReceiverMessage } from '../../protocol/messages/control-message.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Fields } from '../../protocol/parse.ts';
import type { Verdict } from '../../room/service.ts';
import type { ToldManifest } from '../fetch/checked-manifest.ts';
import type { ShareLink } from '../share-link.ts';
import { ManifestSender } from './manifest-sender.ts';

export class Introduction {
  private readonly manifest: ManifestSender;
  private readonly link: ShareLink;

  /** @param by who gives it */
  constructor({ announcement, pages }: ToldManifest, by: PeerId, link: ShareLink) {
    this.link = link;
    this.manifest = new ManifestSender({ announcement: { ...announcement, by }, pages }, link);
  }

  begin(): void {
    const code = this.manifest.begin();
    if (code !== undefined) this.link.end(code);
  }

  /** Its pages are told. For anything else there is nothing here. */
  got(fields: Fields): Verdict {
    if (!isReceiverType(fields['type'])) return 'bad';
    const message = readReceiverMessage(fields);
    if (message?.type === 'stop') return 'taken';
    if (message?.type !== 'pages') return 'bad';
    const code = this.manifest.tellPages(message.first, message.count);
    if (code !== undefined) this.link.end(code);
    return 'taken';
  }
}
