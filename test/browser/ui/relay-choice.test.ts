import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';

import { StoredRelayChoice } from '../../../src/shell/relay-choice.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { FakeBeamline, FakeReceive, HASH, receiveView } from './fixtures.ts';
import { mountApp } from './mount.ts';

const KEY = 'beamline-relay-only';
const checkbox = () => page.getByRole('checkbox', { name: 'Hide my IP address (relay only)', exact: true });

beforeEach(async () => {
  localStorage.clear();
  await switchLocale('en');
});

describe('the choice', () => {
  test('is off at first, and stays when it is made', () => {
    const choice = new StoredRelayChoice();
    expect(choice.isRelayOnly).toBe(false);
    choice.set(true);
    expect(new StoredRelayChoice().isRelayOnly).toBe(true);
    choice.set(false);
    expect(new StoredRelayChoice().isRelayOnly).toBe(false);
  });

  test.each([
    ['made in another tab', { key: KEY, newValue: 'on' }],
    ['unmade there, with all else', { key: null }],
  ])('is told when it is %s', (_, event) => {
    const isOn = event.key !== null;
    const choice = new StoredRelayChoice();
    choice.set(!isOn);
    const told: boolean[] = [];
    choice.onChange(() => told.push(choice.isRelayOnly), new AbortController().signal);
    // What another tab did to the storage, and the event that comes of it (HTML, section 12.2.1).
    if (isOn) localStorage.setItem(KEY, 'on');
    else localStorage.clear();
    dispatchEvent(new StorageEvent('storage', event));
    dispatchEvent(new StorageEvent('storage', event));
    expect(told).toEqual([isOn]);
  });
});

describe('is offered', () => {
  test('on the start page', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    await expect.element(checkbox()).not.toBeChecked();
    await checkbox().click();
    expect(beamline.relayChoice.isRelayOnly).toBe(true);
    await expect.element(checkbox()).toBeChecked();
    await expect.element(checkbox()).toHaveAccessibleDescription(/relay’s IP address instead of yours/);
  });

  test('to a receiver, who is told when it comes too late for this visit', async () => {
    const beamline = new FakeBeamline(undefined, new FakeReceive(receiveView({ isAddressTold: false })));
    await mountApp(beamline, HASH);
    await expect.element(checkbox()).toHaveAccessibleDescription(/relay’s IP address instead of yours/);
    beamline.receiving.set(receiveView({ isAddressTold: true }));
    await expect.element(checkbox()).toHaveAccessibleDescription(/may have seen your IP address on this visit/);
    await checkbox().click();
    expect(beamline.relayChoice.isRelayOnly).toBe(true);
  });

  test('not when all is here', async () => {
    await mountApp(
      new FakeBeamline(undefined, new FakeReceive(receiveView({ status: 'done', percent: 100, choices: [] }))),
      HASH,
    );
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Done/);
    expect(checkbox().elements()).toEqual([]);
  });
});
