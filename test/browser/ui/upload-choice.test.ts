/** What a person lets this browser send, as the browser keeps it. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { StoredUploadChoice } from '../../../src/shell/upload-choice.ts';

const HELPS = 'beamline-helps';
const MOST = 'beamline-most-upload';
const FREE = { saveData: false, type: 'wifi' };

beforeEach(() => localStorage.clear());

afterEach(() => {
  vi.restoreAllMocks();
});

/** What it says on each change. */
function heard(choice: StoredUploadChoice, signal = new AbortController().signal): unknown[] {
  const told: unknown[] = [];
  choice.onChange(() => told.push([choice.helps, choice.mostBitsPerSecond]), signal);
  return told;
}

describe('nobody has said anything', () => {
  test('it helps, without a limit', () => {
    const choice = new StoredUploadChoice(FREE);
    expect([choice.helps, choice.mostBitsPerSecond]).toEqual([true, undefined]);
  });

  test('it helps where the browser does not tell what line it has', () => {
    expect(new StoredUploadChoice({}).helps).toBe(true);
    expect(new StoredUploadChoice().helps).toBe(true); // the browser of this test
  });

  test.each([
    ['data is to be saved', { saveData: true, type: 'wifi' }],
    ['the line is cellular', { saveData: false, type: 'cellular' }],
  ])('it does not help where %s, unless its person says so', (_, line) => {
    const choice = new StoredUploadChoice(line);
    expect(choice.helps).toBe(false);
    choice.setHelps(true);
    expect(choice.helps).toBe(true);
    expect(new StoredUploadChoice(line).helps).toBe(true);
  });

  test('what the line is now counts, not what it was', () => {
    const line = { ...FREE };
    const choice = new StoredUploadChoice(line);
    line.type = 'cellular';
    expect(choice.helps).toBe(false);
  });
});

test('what is said stays, and is told at once', () => {
  const choice = new StoredUploadChoice(FREE);
  const told = heard(choice);
  choice.setHelps(false);
  choice.setMost(5_000_000);
  expect(told).toEqual([
    [false, undefined],
    [false, 5_000_000],
  ]);
  const later = new StoredUploadChoice(FREE);
  expect([later.helps, later.mostBitsPerSecond]).toEqual([false, 5_000_000]);
  later.setMost(undefined);
  expect(new StoredUploadChoice(FREE).mostBitsPerSecond).toBeUndefined();
});

test('nobody is told who does not listen any more', () => {
  const choice = new StoredUploadChoice(FREE);
  const listening = new AbortController();
  const told = heard(choice, listening.signal);
  listening.abort();
  choice.setHelps(false);
  expect(told).toEqual([]);
});

test.each([
  ['whether it helps', HELPS, 'off', [false, undefined]],
  ['the limit', MOST, '1000000', [true, 1_000_000]],
])('another tab changes %s', (_, key, value, said) => {
  const choice = new StoredUploadChoice(FREE);
  const told = heard(choice);
  // What another tab did to the storage, and the event that comes of it (HTML, section 12.2.1).
  localStorage.setItem(key, value);
  dispatchEvent(new StorageEvent('storage', { key, newValue: value }));
  dispatchEvent(new StorageEvent('storage', { key: 'beamline-locale', newValue: 'ko' }));
  expect(told).toEqual([said]);
});

test('another tab clears everything', () => {
  const choice = new StoredUploadChoice(FREE);
  choice.setHelps(false);
  const told = heard(choice);
  localStorage.clear();
  dispatchEvent(new StorageEvent('storage', { key: null }));
  expect(told).toEqual([[true, undefined]]);
});

test.each(['', '0', '-5', 'NaN', 'five', '1.5', '1e400'])('a limit of %j is none', (value) => {
  localStorage.setItem(MOST, value);
  expect(new StoredUploadChoice(FREE).mostBitsPerSecond).toBeUndefined();
});

test('lasts as long as the page where storage is blocked', () => {
  const blocked = (): never => {
    throw new DOMException('blocked', 'SecurityError');
  };
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(blocked);
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(blocked);
  vi.spyOn(Storage.prototype, 'removeItem').mockImplementation(blocked);
  const choice = new StoredUploadChoice(FREE);
  expect([choice.helps, choice.mostBitsPerSecond]).toEqual([true, undefined]);
  const told = heard(choice);
  choice.setHelps(false);
  choice.setMost(20_000_000);
  choice.setMost(undefined);
  expect(told).toEqual([
    [false, undefined],
    [false, 20_000_000],
    [false, undefined],
  ]);
});
