/** Messages of the service `files` as they stand on the control channel: with the number of their share. */
import {
  readReceiverMessage,
  readSenderMessage,
  readShares,
  shareOfMessage,
  type ReceiverMessage,
  type SenderMessage,
  type SharesMessage,
} from '../../../src/protocol/messages/control-message.ts';
import { MAX_CONTROL_CHARS } from '../../../src/protocol/limits.ts';
import { parseFields, type Fields } from '../../../src/protocol/parse.ts';

export type Numbered<Message> = Message & { readonly share: number };

const numbered =
  <Message extends object>(read: (fields: Fields) => Message | undefined) =>
  (text: string): Numbered<Message> | undefined => {
    const fields = parseFields(text, MAX_CONTROL_CHARS);
    const share = fields && shareOfMessage(fields);
    const message = share === undefined ? undefined : read(fields!);
    return message && { share: share!, ...message };
  };

export const parseSender: (text: string) => Numbered<SenderMessage> | undefined = numbered(readSenderMessage);
export const parseReceiver: (text: string) => Numbered<ReceiverMessage> | undefined = numbered(readReceiverMessage);

/** The one message that is about no share. */
export function parseShares(text: string): SharesMessage | undefined {
  const fields = parseFields(text, MAX_CONTROL_CHARS);
  return fields?.['type'] === 'shares' ? readShares(fields) : undefined;
}
