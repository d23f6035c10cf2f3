import '../../../src/ui/app/base.css';
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cdp, page } from 'vitest/browser';

import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { mountState } from './mount.ts';
import { STATES } from './states.ts';

const emulate = (colorScheme: string): Promise<unknown> =>
  cdp().send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: colorScheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ],
  });

describe.each([
  ['light', 390, 'en'],
  ['dark', 1280, 'ko'],
] as const)('%s, %d px wide, in %s', (colorScheme, width, locale) => {
  beforeAll(async () => {
    document.title = 'Beamline';
    await emulate(colorScheme);
    await page.viewport(width, 844);
    await switchLocale(locale);
    expect(matchMedia(`(prefers-color-scheme: ${colorScheme})`).matches).toBe(true);
  });

  afterAll(async () => {
    await cdp().send('Emulation.setEmulatedMedia', { features: [] });
  });

  test.each(Object.keys(STATES))('%s is accessible', async (name) => {
    const state = STATES[name];
    if (state !== undefined) await mountState(state);
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });

  test.each(Object.keys(STATES))('%s fits', async (name) => {
    await page.viewport(320, 640);
    const state = STATES[name];
    if (state !== undefined) await mountState(state);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
    await page.viewport(width, 844);
  });
});
