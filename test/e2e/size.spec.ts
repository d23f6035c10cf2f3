/** The first visit stays small. */
import { FIRST_LOAD_BUDGET_BYTES, firstLoad, totalBytes } from '../support/first-load.ts';
import { expect, test } from './fixtures.ts';

test(`the first load of the start page is at most ${FIRST_LOAD_BUDGET_BYTES / 1000} kB of HTML, scripts and styles (brotli)`, async ({
  guests,
  server,
}) => {
  const loaded = await firstLoad(await guests.chromium(), server.origin);
  const list = loaded.map(({ path, brotliBytes }) => `${String(brotliBytes).padStart(7)}  ${path}`).join('\n');
  const advice = `${list}\nOver it? Import with import() what the start page does not need, or argue for a new budget in the commit.`;
  expect(totalBytes(loaded), advice).toBeLessThanOrEqual(FIRST_LOAD_BUDGET_BYTES);
});
