import { describe, expect, test } from 'vitest';

import { FileSelection } from '../../../../src/files/fetch/file-selection.ts';
import type { AnnouncedShare } from '../../../../src/files/fetch/announced-share.ts';
import { MAX_WITHOUT_RANGES } from '../../../../src/protocol/limits.ts';
import { DIRECTORY_TYPE, type ManifestFile } from '../../../../src/protocol/manifest.ts';
import { StreamLayout } from '../../../../src/protocol/stream-layout.ts';
import { WithdrawnFiles } from '../../../../src/transfer/exchange/withdrawn-files.ts';

const file = (size: number): ManifestFile => ({ path: `${size}`, size, type: '', mtimeMs: 0 });
const FOLDER: ManifestFile = { path: 'empty', size: 0, type: DIRECTORY_TYPE, mtimeMs: 0 };

function selectionOf(...files: readonly ManifestFile[]) {
  const withdrawn = new WithdrawnFiles(new StreamLayout(files.map(({ size }) => size)));
  const bytes = withdrawn.layout.bytes;
  const announced = { files, withdrawn, head: { bytes } } as unknown as AnnouncedShare;
  return { selection: new FileSelection(announced), withdrawn };
}

const FIVE = [file(1), file(20), FOLDER, file(300), file(4000)];

describe('a person who chooses files', () => {
  test('has all of them at first, and nothing to choose from where there is one', () => {
    expect(selectionOf(...FIVE).selection.view(true, 500)).toEqual({
      amount: { files: 4, bytes: 4321 },
      isNone: false,
      isAll: true,
      isOpen: true,
      saved: { files: 0, bytes: 0 },
      unlisted: undefined,
    });
    expect(selectionOf(file(1)).selection.view(true, 500)).toBeUndefined();
  });

  test('sees how much is chosen: empty folders are chosen, and are no files', () => {
    const { selection } = selectionOf(...FIVE);
    selection.choose([0, Number.MAX_SAFE_INTEGER], false);
    expect(selection.view(true, 500)).toMatchObject({ amount: { files: 0, bytes: 0 }, isNone: true, isAll: false });
    selection.choose([2, 2], true);
    expect(selection.view(true, 500)).toMatchObject({ amount: { files: 0, bytes: 0 }, isNone: false });
    selection.choose([3, 3], true);
    expect(selection.view(true, 500)).toMatchObject({ amount: { files: 1, bytes: 300 }, isNone: false });
    expect([0, 1, 2, 3, 4].filter((each) => selection.isChosen(each))).toEqual([2, 3]);
  });

  test('chooses those that are not listed together', () => {
    const { selection } = selectionOf(...FIVE);
    const unlisted = () => selection.view(true, 3)?.unlisted;
    expect(unlisted()).toBe('all');
    selection.choose([3, Number.MAX_SAFE_INTEGER], false);
    expect(unlisted()).toBe('none');
    selection.choose([4, 4], true);
    expect(unlisted()).toBe('some');
  });

  test('cannot take what was withdrawn alone', () => {
    const { selection, withdrawn } = selectionOf(...FIVE);
    selection.choose([0, 9], false);
    selection.choose([3, 3], true);
    withdrawn.add([3]);
    expect(selection.view(true, 500)).toMatchObject({ amount: { files: 0 }, isNone: true });
  });

  test('keeps what was taken when it began, whatever is chosen meanwhile', () => {
    const { selection } = selectionOf(...FIVE);
    const { choice } = selection;
    selection.choose([0, 9], false);
    expect(choice.isAll).toBe(true);
  });
});

describe('what is saved', () => {
  test('is marked, and what is left is chosen next, until nothing is left', () => {
    const { selection } = selectionOf(...FIVE);
    selection.choose([1, 4], false);
    const first = selection.choice;
    expect(selection.savedThen(first)).toEqual([[0, 0]]);
    expect(selection.hasRest).toBe(false);
    selection.gotSaved(first);
    expect(selection.hasRest).toBe(true);
    expect(selection.view(true, 500)).toMatchObject({
      amount: { files: 3, bytes: 4320 },
      saved: { files: 1, bytes: 1 },
      isAll: false,
    });
    expect([0, 1, 2, 3, 4].map((each) => [selection.isSaved(each), selection.isChosen(each)])).toEqual([
      [true, false],
      ...Array.from({ length: 4 }, () => [false, true]),
    ]);
    expect(selection.savedThen(selection.choice)).toBeUndefined();
    selection.gotSaved(selection.choice);
    expect(selection.hasRest).toBe(false);
  });

  test('without a choice there is no rest', () => {
    const { selection } = selectionOf(...FIVE);
    selection.gotSaved(selection.choice);
    expect(selection.hasRest).toBe(false);
  });

  test('is remembered from an earlier visit, with what was on its way, unless somebody has chosen already', () => {
    const { selection } = selectionOf(...FIVE);
    selection.recall({ saved: [[0, 1]], chosen: undefined });
    expect(selection.view(true, 500)).toMatchObject({ amount: { bytes: 4300 }, saved: { files: 2, bytes: 21 } });
    const { selection: other } = selectionOf(...FIVE);
    other.choose([0, 9], false);
    other.choose([0, 0], true);
    other.recall({ saved: [[0, 1]], chosen: [[3, 3]] });
    expect(other.view(true, 500)).toMatchObject({ amount: { bytes: 1 }, saved: { files: 2 } });
    const { selection: broken } = selectionOf(...FIVE);
    broken.recall({ saved: [[0, 1]], chosen: [[3, 3]] });
    expect(broken.view(true, 500)).toMatchObject({ amount: { files: 1, bytes: 300 }, saved: { files: 2 } });
    const { selection: fresh } = selectionOf(...FIVE);
    fresh.recall({ saved: [], chosen: undefined });
    expect(fresh.isAll).toBe(true);
  });

  test('W5: a receipt names what is missing in all, with what was saved before and what was withdrawn', () => {
    const { selection, withdrawn } = selectionOf(...FIVE);
    expect(selection.receiptOf(selection.choice)).toEqual({ without: [], bytes: 4321 });
    selection.choose([1, 4], false);
    expect(selection.receiptOf(selection.choice)).toEqual({ without: [[1, 4]], bytes: 1 });
    selection.gotSaved(selection.choice);
    withdrawn.add([0, 3]); // the first is here all the same
    expect(selection.receiptOf(selection.choice)).toEqual({ without: [[3, 3]], bytes: 4021 });
    expect(selection.savedThen(selection.choice)).toBeUndefined();
  });

  test('W5: one that would need too many ranges says too little, and its bytes are right', () => {
    const sizes = Array.from({ length: 2 * MAX_WITHOUT_RANGES + 6 }, (_, index) => index + 1);
    const { selection } = selectionOf(...sizes.map(file));
    for (let each = 0; each < sizes.length; each += 2) selection.choose([each, each], false);
    const { without, bytes } = selection.receiptOf(selection.choice);
    expect(without).toHaveLength(MAX_WITHOUT_RANGES);
    const isMissing = (each: number) => without.some(([first, last]) => first <= each && each <= last);
    expect(sizes.filter((_, each) => !isMissing(each)).reduce((sum, size) => sum + size, 0)).toBe(bytes);
    for (let each = 0; each < sizes.length; each += 2) expect(isMissing(each)).toBe(true);
  });
});
