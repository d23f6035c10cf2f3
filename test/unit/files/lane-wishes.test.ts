import { describe, expect, test } from 'vitest';

import { LaneWishes } from '../../../src/files/lane-wishes.ts';
import { OpenLink } from './open-link.ts';

function wishes() {
  const link = new OpenLink();
  const all = new LaneWishes(link.lanes);
  return { link, all, one: all.of(0), other: all.of(3) };
}

describe('C11d: the lanes of a link that has several shares', () => {
  test('are as many as the share wants that wants most', () => {
    const { link, one, other } = wishes();
    one.want(4);
    other.want(2);
    other.want(8);
    one.want(1);
    other.want(3);
    expect(link.wanted).toEqual([4, 4, 8, 8, 3]);
  });

  test('are no more than the others want when a share is over, and one when nobody wants any', () => {
    const { link, all, one, other } = wishes();
    one.want(2);
    other.want(8);
    all.forget(3);
    all.forget(3);
    all.forget(0);
    all.forget(5);
    expect(link.wanted).toEqual([2, 8, 2, 1]);
  });

  test('are probed as often as the share wants that wants it most often, and not when none does', () => {
    const { link, one, other } = wishes();
    one.probe(100);
    other.probe(20);
    one.probe(10);
    one.probe(undefined);
    other.probe(undefined);
    expect(link.probed).toEqual([100, 20, 10, 20, undefined]);
  });

  test('are probed no more for a share that is over', () => {
    const { link, all, one, other } = wishes();
    one.probe(100);
    other.probe(20);
    all.forget(3);
    all.forget(0);
    expect(link.probed).toEqual([100, 20, 100, undefined]);
  });

  test('are seen by each share as they are', () => {
    const { link, one } = wishes();
    expect([one.open, one.isOpen, one.freeBytes(0)]).toEqual([link.lanes.open, true, 2 ** 20]);
  });
});
