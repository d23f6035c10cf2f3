/** Contrast of the colour tokens, in both themes: axe cannot tell it on the stage, which is a gradient. */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../../src/ui/app/base.css', import.meta.url), 'utf8');
const tokensIn = (text: string): Map<string, string> =>
  new Map([...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]));
const [day = '', night = ''] = css.split('@media (prefers-color-scheme: dark)');
const light = tokensIn(day);
const THEMES = { light, dark: new Map([...light, ...tokensIn(night)]) };

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

const GROUNDS = ['ground', 'raised', 'sunken'];
const STAGE = ['stage', 'stage-light'];
const onEach = (inks: readonly string[], grounds: readonly string[]) =>
  inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const));

describe.each(Object.entries(THEMES))('%s', (_, tokens) => {
  const between = (one: string, other: string): number => contrast(tokens.get(one) ?? '', tokens.get(other) ?? '');

  test.each([
    ...onEach(['ink', 'ink-soft', 'link', 'good', 'bad'], GROUNDS),
    ...onEach(['stage-ink', 'stage-soft', 'stage-good', 'stage-bad', 'beam', 'beam-bright'], STAGE),
    ...onEach(['on-beam'], ['beam', 'beam-bright']),
  ])('text in %s can be read on %s', (ink, ground) => {
    expect(between(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each([...onEach(['focus', 'beam-on-paper'], GROUNDS), ...onEach(['beam', 'stage-soft'], STAGE)])(
    '%s can be seen on %s',
    (mark, ground) => {
      expect(between(mark, ground)).toBeGreaterThanOrEqual(3);
    },
  );
});
