/** A link opened inside of another app, whose window may not save. */
import { join } from 'node:path';

import { makeFile } from '../support/files.ts';
import { expect, share, test } from './fixtures.ts';

const KAKAOTALK =
  'Mozilla/5.0 (Linux; Android 14; SM-S918N Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0.6261.119 Mobile Safari/537.36;KAKAOTALK 2410611';
const NAVER = KAKAOTALK.replace(/;KAKAOTALK.*/, ' NAVER(inapp; search; 1200; 12.4.2)');

test('says so before anything is fetched, shows the way out, and goes on for who insists', async ({
  alice,
  guests,
  server,
  folder,
  forgive,
}) => {
  const link = await share(alice, server, await makeFile(join(folder, 'photo.bin'), 100_000));
  const guest = await guests.chromium({ args: [`--user-agent=${KAKAOTALK}`] });
  await guest.open(`${link}을`);
  await guest.page.getByRole('heading', { name: 'Open this in your browser' }).waitFor();
  expect(await guest.status()).toContain('KakaoTalk');

  const way = guest.find('link', 'Open in your browser');
  expect(await way.getAttribute('href')).toBe(`kakaotalk://web/openExternal?url=${encodeURIComponent(link)}`);
  const refused = guest.page.evaluate(
    () =>
      new Promise((resolve) => {
        addEventListener('securitypolicyviolation', ({ violatedDirective }) => resolve(violatedDirective));
        setTimeout(resolve, 1000, 'nothing');
      }),
  );
  await way.click();
  expect(await refused).toBe('nothing');
  forgive(/scheme does not have a registered handler/); // this browser's, not the policy's
  expect(guest.diary.requests.filter((url) => url.includes('/api/'))).toEqual([]);

  await guest.open(link); // the browser's own question about the other app takes all clicks from here on
  await guest.click('button', 'Download here anyway');
  await guest.waitForStatus('Ready');
  await guest.download(() => guest.click('button', 'Download'));
  expect(await guest.waitForStatus('Done')).toContain('Whether this app has saved it cannot be seen from here');
  expect(await alice.waitForStatus('Done')).toBeTruthy();
});

test('in Korean, with Android’s own way out', async ({ alice, guests, server, folder }) => {
  const link = await share(alice, server, await makeFile(join(folder, 'photo.bin'), 10));
  const guest = await guests.chromium({ args: [`--user-agent=${NAVER}`], locale: 'ko-KR' });
  await guest.open(link);
  await guest.page.getByRole('heading', { name: '브라우저에서 열어 주세요' }).waitFor();
  const href = await guest.find('link', '브라우저에서 열기').getAttribute('href');
  expect(href).toBe(
    `${link.replace('http:', 'intent:')}#Intent;scheme=http;action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;S.browser_fallback_url=${encodeURIComponent(link)};end`,
  );
  await guest.click('button', '그래도 여기서 받기');
  await guest.waitForStatus('준비됨');
});
