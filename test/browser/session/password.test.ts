/** S12 The link alone opens nothing. */
import { afterEach, expect, test } from 'vitest';

import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { parseFragment, parseSentFragment } from '../../../src/rendezvous/link.ts';
import { MemorySentShares } from '../../../src/storage/records/memory-sent-shares.ts';
import {
  closeAll,
  is,
  randomFile,
  ready,
  returnSender,
  seen,
  sha256,
  startStoredSender,
  startReceiver,
} from './people.ts';

afterEach(closeAll);

test('S12a, S12b: with the password it opens; with the link alone, or a wrong one, nobody answers; a reload keeps it', async () => {
  const file = randomFile('secret.bin', 1000);
  const sent = new MemorySentShares();
  const sender = await startStoredSender(sent, [file]);
  await seen<SendView>(sender.share, ({ note }) => note === 'for-receiver');
  sender.share.setPassword('open sesame');
  const { link } = await seen<SendView>(sender.share, ({ hasPassword }) => hasPassword);
  expect(parseFragment(new URL(link).hash)).toEqual({ token: sender.token, hasPassword: true });
  const [right, wrong, none] = [
    startReceiver(sender.token, { password: 'open sesame' }),
    startReceiver(sender.token, { password: 'open simsim' }),
    startReceiver(sender.token),
  ];
  await ready(right);
  expect(await seen<ReceiveView>(wrong.share, is('waiting'))).toMatchObject({
    note: 'for-password',
    amount: undefined,
  });
  expect(await seen<ReceiveView>(none.share, is('waiting'))).toMatchObject({ note: 'for-sender', amount: undefined });
  sender.share.leave();
  const again = await returnSender(sent, parseSentFragment(sender.share.fragment)!);
  await seen<SendView>(again.share, is('paused'));
  expect(again.link).toBe(link);
  const transfer = new DataTransfer();
  transfer.items.add(file);
  again.share.chooseAgain(transfer.files);
  await ready(right);
  right.share.accept('download');
  expect(await sha256((await right.saved)[0]!.blob)).toBe(await sha256(file));
}, 20_000);
