import '../../../src/ui/app/base.css';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cdp, page } from 'vitest/browser';

import type { StageMark } from '../../../src/ui/connection/beam-stages.ts';
import '../../../src/ui/connection/beam-stages.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { settled } from './mount.ts';

const UNDER_WAY: readonly StageMark[] = [
  { stage: 'signaling', state: 'done', ms: 230 },
  { stage: 'connecting', state: 'active', ms: 1_400 },
  { stage: 'securing', state: 'waiting' },
  { stage: 'communicating', state: 'waiting' },
];
const BROKEN: readonly StageMark[] = UNDER_WAY.map((mark) =>
  mark.stage === 'connecting' ? { ...mark, state: 'failed', ms: 20_000 } : mark,
);
const OVER: readonly StageMark[] = UNDER_WAY.map(({ stage }, index) => ({
  stage,
  state: 'done',
  ms: 40 * (index + 1),
}));

async function mountStages(stages: readonly StageMark[]) {
  const element = document.createElement('beam-stages');
  element.stages = stages;
  const main = document.createElement('main');
  const heading = document.createElement('h1');
  heading.textContent = 'Connection';
  main.append(heading, element);
  document.body.replaceChildren(main);
  await settled();
  return element;
}

const heard = () =>
  page
    .getByRole('listitem')
    .elements()
    .map(({ textContent }) => textContent.replace(/\s+/g, ' ').replace(/ ,/g, ',').trim());

const emulate = (features: readonly { name: string; value: string }[]) =>
  cdp().send('Emulation.setEmulatedMedia', { features: [...features] });

beforeEach(() => switchLocale('en'));

afterEach(async () => {
  document.body.replaceChildren();
  await emulate([]);
});

describe('the stages of a connection', () => {
  test('are read in order, with state and time', async () => {
    await mountStages(UNDER_WAY);
    expect(heard()).toEqual([
      'Signaling, Finding each other, done, 230 ms',
      'Connecting, Trying addresses, now, 1.4 sec',
      'Securing, Agreeing on keys, not yet',
      'Communicating, Transferring files, not yet',
    ]);
    expect(
      page
        .getByRole('listitem')
        .elements()
        .map(({ ariaCurrent }) => ariaCurrent),
    ).toEqual([null, 'step', null, null]);
    expect(page.getByRole('img').elements()).toEqual([]);
  });

  test('are read in Korean', async () => {
    await switchLocale('ko');
    await mountStages(BROKEN);
    expect(heard()[1]).toBe('연결, IP 주소 시험, 실패, 20초');
  });

  test('follow what is set', async () => {
    const element = await mountStages(UNDER_WAY);
    const drawn = () => element.renderRoot.querySelector('beam-stages-picture')?.states.securing;
    expect(drawn()).toBe('waiting');
    element.stages = OVER;
    await settled();
    expect(drawn()).toBe('done');
    expect(heard().filter((text) => text.includes('done'))).toHaveLength(4);
  });

  test('never paint by themselves', async () => {
    const element = await mountStages(UNDER_WAY);
    for (const stages of [UNDER_WAY, OVER, BROKEN]) {
      element.stages = stages;
      await settled();
      expect(document.getAnimations().filter((animation) => !(animation instanceof CSSTransition))).toEqual([]);
    }
  });

  test('stand still at once where motion is not wanted', async () => {
    await emulate([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    const element = await mountStages(UNDER_WAY);
    element.stages = OVER;
    await settled();
    expect(document.getAnimations()).toEqual([]);
  });

  describe.each(['light', 'dark'])('%s', (value) => {
    test.each([
      ['under way', UNDER_WAY],
      ['over', OVER],
      ['broken', BROKEN],
    ])('%s, are accessible and fit on a small phone', async (_, stages) => {
      document.title = 'Beamline';
      await emulate([
        { name: 'prefers-color-scheme', value },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]);
      for (const locale of ['en', 'ko'] as const) {
        await switchLocale(locale);
        for (const width of [320, 1280]) {
          await page.viewport(width, 640);
          await mountStages(stages);
          expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
          const { violations } = await axe.run(document, { resultTypes: ['violations'] });
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
        }
      }
    });
  });
});
