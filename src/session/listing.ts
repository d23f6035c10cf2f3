/** The list, as the sender tells it to one receiver: ahead of the link where it is short (S13), then by pages, in order and each once (M4). */
import type { SenderMessage } from '../protocol/control-message.ts';
import { MAX_CONTROL_BUFFER_BYTES } from '../protocol/limits.ts';
import type { PeerMessage } from '../protocol/peer-message.ts';
import type { PeerLink } from '../connection/peer-link.ts';
import type { OfferedShare } from './offered-share.ts';

export class Listing {
  private nextPage = 0;
  private hasPreview = false;

  constructor(private readonly share: OfferedShare, private readonly link: PeerLink) {}

  /** Behind the offer; undefined when it was said, or the list is long. */
  takePreview(): PeerMessage | undefined {
    const { preview } = this.share;
    if (this.hasPreview || preview === undefined) return undefined;
    this.hasPreview = true;
    return { type: 'preview', link: this.link.id, ...preview };
  }

  /** First on an open channel. */
  begin(): void {
    this.tell(this.share.announcement);
    this.tellPages(0, 1);
  }

  /** False for one who asks for a page again, or for more than it takes off the channel: it wants to fill our memory. */
  tellPages(first: number, count: number): boolean {
    const { pages } = this.share;
    if (first !== this.nextPage || first + count > pages.length || this.link.controlBufferedBytes > MAX_CONTROL_BUFFER_BYTES) return false;
    this.nextPage += count;
    for (const [index, text] of pages.slice(first, first + count).entries()) this.tell({ type: 'page', page: first + index, text });
    return true;
  }

  private tell(message: SenderMessage): void {
    this.link.sendControl(message);
  }
}
