/** The list, as the sender tells it to one receiver: by pages, in order and each once (M4). */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ManifestMessage, SenderMessage } from '../../protocol/messages/control-message.ts';
import { MAX_CONTROL_BUFFER_BYTES } from '../../protocol/limits.ts';
import type { ShareLink } from '../share-link.ts';
import type { ToldManifest } from '../fetch/checked-manifest.ts';

export class ManifestSender {
  private nextPage = 0;

  private readonly share: ToldManifest;
  private readonly link: ShareLink;

  constructor(share: ToldManifest, link: ShareLink) {
    this.share = share;
    this.link = link;
  }

  /**
   * First of the share on this link. Why that cannot be; undefined when it is told.
   * @param more that is said of it on this link alone. Of a holder's part no page follows unasked: most know the list
   */
  begin(more: Pick<ManifestMessage, 'isPart' | 'start'> = {}): ErrorCode | undefined {
    this.tell({ ...this.share.announcement, ...more });
    return more.isPart === true ? undefined : this.tellPages(0, 1);
  }

  /** Why not: one who asks for a page again, or for more than it takes off the channel, wants to fill our memory. */
  tellPages(first: number, count: number): ErrorCode | undefined {
    const { pages } = this.share;
    if (
      first !== this.nextPage ||
      first + count > pages.length ||
      this.link.lanes.controlBufferedBytes > MAX_CONTROL_BUFFER_BYTES
    )
      return 'peer-misbehaved';
    this.nextPage += count;
    for (const [index, text] of pages.slice(first, first + count).entries()) {
      // Pages of a share of earlier may be larger than those that are made now.
      if (!this.tell({ type: 'page', page: first + index, text }) && this.link.lanes.isOpen) return 'messages-small';
    }
    return undefined;
  }

  private tell(message: SenderMessage): boolean {
    return this.link.send(message);
  }
}
