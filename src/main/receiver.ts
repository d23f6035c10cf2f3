/** Loaded for a link, a file with all that a room needs (vite.config.ts, "room"). */
import type { Link } from '../rendezvous/link.ts';
import { ReceiveShare, type ReceiveParts } from '../session/receive-share.ts';
import { connections, decompression } from './shared.ts';

export const receiveShare = (
  link: Link,
  parts: Omit<ReceiveParts, 'connections' | 'decompression'>,
  password?: string,
): ReceiveShare => new ReceiveShare(link, { ...parts, connections, decompression }, password);
