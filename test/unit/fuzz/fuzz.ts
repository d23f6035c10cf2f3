/**
 * Properties under hostile inputs, by seed: the same ones in each `npm test`, other and more of them by `npm run fuzz`.
 */
import fc from 'fast-check';

/** How many times as many runs as in `npm test`. */
const FACTOR = Number(process.env['FUZZ_RUNS'] ?? 1);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_120);

/** No input may keep a parser busy for longer: on a loaded machine, and far above what the largest takes. */
const MAX_MS = 1000;

/** `npm run fuzz` takes its time. */
export const FUZZ_TIMEOUT_MS = 20_000 * Math.max(1, FACTOR);

/** Fails with seed and path of the first input for which `check` throws or takes too long, made as small as can be. */
export function fuzz<T>(runs: number, arbitrary: fc.Arbitrary<T>, check: (input: T) => void, seed = SEED): void {
  fc.assert(
    fc.property(arbitrary, (input) => {
      const startMs = performance.now();
      check(input);
      const ms = performance.now() - startMs;
      if (ms > MAX_MS) throw new Error(`took ${Math.round(ms)} ms`);
    }),
    { numRuns: runs * FACTOR, seed },
  );
}

/** The same for what is asynchronous. */
export async function fuzzAsync<T>(
  runs: number,
  arbitrary: fc.Arbitrary<T>,
  check: (input: T) => Promise<void>,
  seed = SEED,
): Promise<void> {
  await fc.assert(fc.asyncProperty(arbitrary, check), { numRuns: runs * FACTOR, seed });
}
