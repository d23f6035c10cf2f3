/** What went on at each end, told only when a test fails: without it "not in time" says little about a network. */
import type { ChromiumPerson } from '../support/chromium.ts';

const TELL_MS = 2000;

/** Does the work; when it fails, prints what each of them saw, and fails in the same way. */
export async function tellingOf<T>(
  people: Readonly<Record<string, ChromiumPerson>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    for (const [name, person] of Object.entries(people)) {
      const late = new Promise<string>((resolve) => setTimeout(resolve, TELL_MS, 'does not answer'));
      console.log(`${name}: ${await Promise.race([storyOf(person), late]).catch(String)}`);
    }
    throw error;
  }
}

async function storyOf({ page, diary }: ChromiumPerson): Promise<string> {
  const told = await page.evaluate(() => {
    const started = performance.timeOrigin;
    const statuses = globalThis.statusRecorder.entries.map(
      ({ text, atMs }) => `${((atMs - started) / 1000).toFixed(1)} s  ${text}`,
    );
    const connections = globalThis.collectedConnections.map(({ connection, states, candidates }) =>
      [`${connection.connectionState}: ${states.join(', ')}`, ...candidates.map((candidate) => `  ${candidate}`)].join(
        '\n',
      ),
    );
    return [...statuses, ...connections].join('\n');
  });
  const seen = await page.locator('main, body').first().innerText();
  return [told, ...diary.problems, seen.replace(/\s+/g, ' ')].join('\n');
}
