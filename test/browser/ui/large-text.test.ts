/** Text of twice the size on the narrowest phone (WCAG 2.2, 1.4.4), in both languages, and colours of the system's own. */
import '../../../src/ui/app/base.css';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cdp, page } from 'vitest/browser';

import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { mountState, settled } from './mount.ts';
import { STATES } from './states.ts';

const WIDTH = 320;

/** Through all shadow roots. */
function* elementsOf(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot !== null) yield* elementsOf(element.shadowRoot);
  }
}

/** Is cut or scrolled on purpose, or is there for screen readers alone, or is light. */
const MAY_STICK_OUT = '.name *, .unseen, .ray *, beam-progress, pre, table *, svg *, .track *';

/** Where the page clips what is too wide, it does not scroll: that is no better. */
const stickingOut = (): string[] =>
  [...elementsOf(document.body)]
    .filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (right > WIDTH + 0.5 || left < -2) && !element.matches(MAY_STICK_OUT);
    })
    .map((element) => `${element.localName}.${element.className} ${element.textContent?.trim().slice(0, 40)}`);

describe.each(['en', 'ko'] as const)('text of 200 %% in %s', (locale) => {
  beforeAll(async () => {
    await page.viewport(WIDTH, 640);
    await switchLocale(locale);
    document.documentElement.style.fontSize = '200%';
  });

  afterAll(() => {
    document.documentElement.style.fontSize = '';
  });

  test.each(Object.keys(STATES))('%s needs no sideways scrolling', async (name) => {
    const state = STATES[name];
    if (state !== undefined) await mountState(state);
    expect(stickingOut()).toEqual([]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(WIDTH);
  });
});

test('a QR code is dark on white also in forced colours', async () => {
  await cdp().send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'forced-colors', value: 'active' },
      { name: 'prefers-color-scheme', value: 'dark' },
    ],
  });
  try {
    expect(matchMedia('(forced-colors: active)').matches).toBe(true);
    const app = await mountState(STATES['sender-waiting'] ?? { type: 'home' });
    await import('qr');
    await settled();
    const code = [...elementsOf(app.renderRoot as ShadowRoot)].find(({ localName }) => localName === 'beam-qr');
    expect(code && getComputedStyle(code).backgroundColor).toBe('rgb(255, 255, 255)');
    const path = code?.shadowRoot?.querySelector('path');
    expect(path && getComputedStyle(path).fill).toBe('rgb(11, 31, 35)');
  } finally {
    await cdp().send('Emulation.setEmulatedMedia', { features: [] });
  }
});
