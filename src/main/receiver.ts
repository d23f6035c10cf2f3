/** Loaded for a link, a file with all that a room needs (vite.config.ts, "room"). */
import type { Link } from '../rendezvous/link.ts';
import { ReceiveShare, type ReceiveParts } from '../session/receive-share.ts';
import type { UploadChoice } from '../files/serve/upload-choice.ts';
import { connections, decompression, sharingOf } from './shared.ts';

export const receiveShare = (
  link: Link,
  {
    uploadChoice,
    ...parts
  }: Omit<ReceiveParts, 'connections' | 'decompression' | 'sharing'> & {
    readonly uploadChoice: UploadChoice;
  },
  password?: string,
): ReceiveShare =>
  new ReceiveShare(link, { ...parts, connections, decompression, sharing: sharingOf(uploadChoice) }, password);
