/** How benches count and tell. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Git-ignored. */
const RESULTS = join(import.meta.dirname, '../../test-results/bench');

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}

type Figures<Key extends string> = Readonly<Record<Key, number>>;

export const medianOf = <Key extends string>(runs: readonly Figures<Key>[], key: Key): number =>
  median(runs.map((run) => run[key]));

/** "13–26" */
export function rangeOf<Key extends string>(runs: readonly Figures<Key>[], key: Key): string {
  const values = runs.map((run) => run[key]);
  return `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`;
}

export const megabytesPerSecond = (bytes: number, ms: number): number => bytes / 1e3 / ms;

export function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  console.log(`\n${title}\n`);
  console.log(line(head));
  console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  for (const row of rows) console.log(line(row));
}

/** Keeps the raw figures beside the table. */
export function writeResult(name: string, figures: unknown): void {
  mkdirSync(RESULTS, { recursive: true });
  const path = join(RESULTS, `${name}.json`);
  writeFileSync(path, `${JSON.stringify({ name, at: new Date().toISOString(), figures }, undefined, 2)}\n`);
  console.log(`\n${path}`);
}
