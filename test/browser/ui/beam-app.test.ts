import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import { BeamError } from '../../../src/protocol/errors.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { FakeBeamline, FakeReceive, FakeSend, HASH, LINK, receiverView, receiveView, receiving, sendView } from './fixtures.ts';
import { drop, focused, hover, mountApp, settled } from './mount.ts';

const file = new File(['x'], 'holiday.jpg');
const heading = () => page.getByRole('heading', { level: 1 });
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeEach(async () => {
  localStorage.clear();
  await switchLocale('en');
});

afterEach(() => {
  document.body.replaceChildren();
  history.replaceState(null, '', location.pathname);
});

describe('what is shown', () => {
  it('is the start page without a fragment', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    await expect.element(button('Choose files')).toBeInTheDocument();
    expect(beamline.calls).toEqual([]);
  });

  it('is the share of a link', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline, HASH);
    expect(beamline.calls).toEqual([`receive ${HASH}`]);
    await expect.element(heading()).toHaveTextContent('3 files for you');
  });

  it('is why a link is broken, and a way home', async () => {
    await mountApp(new FakeBeamline(), '#nonsense');
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Failed This link is not complete/);
    await button('Share something').click();
    await expect.element(button('Choose files')).toBeInTheDocument();
    expect(location.hash).toBe('');
  });

  it('follows the address', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    location.hash = HASH;
    await expect.element(button('Download')).toBeVisible();
    location.hash = '';
    await expect.element(button('Choose files')).toBeInTheDocument();
    expect(beamline.receiving.calls).toEqual(['leave']);
  });

  it('is a link that was pasted', async () => {
    await mountApp(new FakeBeamline());
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ` ${location.origin}/${HASH}\n`);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    await expect.element(button('Download')).toBeVisible();
  });

  it('is not a link of somebody else', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', LINK);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    await settled();
    expect(beamline.calls).toEqual([]);
  });
});

describe('sharing', () => {
  it('starts with files that were chosen', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    await userEvent.upload(button('Choose files'), [file]);
    await expect.element(page.getByRole('textbox', { name: 'Share link' })).toHaveValue(LINK);
    expect(beamline.calls).toEqual(['shareFiles holiday.jpg']);
  });

  it('starts with a drop anywhere, handed over in its own turn', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    drop([file]);
    expect(beamline.calls).toEqual(['shareTransfer holiday.jpg']);
    await expect.element(heading()).toHaveTextContent('Your link is ready');
  });

  it('starts with a paste anywhere', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    const clipboardData = new DataTransfer();
    clipboardData.items.add(file);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    expect(beamline.calls).toEqual(['shareTransfer holiday.jpg']);
  });

  it('says so while files hover over the page, and no longer when they are gone', async () => {
    await mountApp(new FakeBeamline());
    hover([file]);
    await expect.element(page.getByText('Let go to share')).toBeInTheDocument();
    document.body.dispatchEvent(new DragEvent('dragleave', { bubbles: true, composed: true }));
    await expect.element(page.getByText('Let go to share')).not.toBeInTheDocument();
  });

  it('says why it cannot', async () => {
    await mountApp(new FakeBeamline(new BeamError('source-empty')));
    drop([file]);
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Failed There was nothing in what you chose/);
    await expect.element(button('Choose files')).toBeInTheDocument();
  });

  it('moves the focus to where the new view begins', async () => {
    await mountApp(new FakeBeamline());
    drop([file]);
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    await settled();
    expect(focused()).toBe(heading().element());
  });

  it('goes on behind the start page, and is found again', async () => {
    const session = new FakeSend(sendView());
    await mountApp(new FakeBeamline(session));
    drop([file]);
    await button('Share something else').click();
    await expect.element(button('Choose files')).toBeInTheDocument();
    await page.getByRole('button', { name: /^Show: / }).click();
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    expect(session.calls).toEqual([]);
  });

  it('survives Back', async () => {
    const session = new FakeSend(sendView());
    await mountApp(new FakeBeamline(session));
    drop([file]);
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    history.back();
    await expect.element(page.getByRole('button', { name: /^Show: / })).toBeVisible();
    history.forward();
    await expect.element(heading()).toHaveTextContent('Your link is ready');
  });

  it('is forgotten when it is over', async () => {
    const session = new FakeSend(sendView());
    await mountApp(new FakeBeamline(session));
    drop([file]);
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    session.set(sendView({ status: 'done', note: 'stopped' }));
    await button('Share something else').click();
    await expect.element(page.getByRole('button', { name: /^Show: / })).not.toBeInTheDocument();
    expect(session.watchers).toBe(0);
  });
});

describe('the session', () => {
  it('is asked for what the buttons say', async () => {
    const session = new FakeSend(sendView({ status: 'sending', note: undefined, percent: 4, receivers: [receiverView()] }));
    await mountApp(new FakeBeamline(session));
    drop([file]);
    await button('Disconnect receiver 1').click();
    await button('Cancel').click();
    expect(session.calls).toEqual(['cancelReceiver peer-1', 'cancel']);
  });

  it('is told which way to save: the best one is Download', async () => {
    const session = new FakeReceive(receiveView());
    await mountApp(new FakeBeamline(undefined, session), HASH);
    await button('Download').click();
    await button('Save as one ZIP').click();
    session.set(receiving());
    await button('Cancel').click();
    expect(session.calls).toEqual(['accept folder', 'accept zip', 'cancel']);
  });

  it('shows each new view', async () => {
    const session = new FakeReceive(receiveView());
    await mountApp(new FakeBeamline(undefined, session), HASH);
    session.set(receiving({ percent: 12.9 }));
    await expect.element(page.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute('aria-valuenow', '12');
    expect(document.title).toBe('12% Receiving – Beamline');
    session.set(receiveView({ status: 'done', percent: 100, choices: [] }));
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Done/);
    await expect.element(page.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute('aria-valuenow', '100');
  });

  it('speaks of progress at the quarters only', async () => {
    const session = new FakeReceive(receiving({ percent: 26 }));
    await mountApp(new FakeBeamline(undefined, session), HASH);
    await settled();
    const spoken = page.getByRole('status').element();
    const changes = vi.fn();
    new MutationObserver(changes).observe(spoken, { childList: true, subtree: true, characterData: true });
    for (let percent = 26; percent < 50; percent += 1) {
      session.set(receiving({ percent, bytesDone: percent }));
      await settled();
    }
    expect(changes).not.toHaveBeenCalled();
    session.set(receiving({ percent: 50 }));
    await settled();
    expect(spoken.textContent).toContain('50% done');
  });
});

describe('the page', () => {
  const unload = (): boolean => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

  it('asks before it is closed while somebody would be interrupted', async () => {
    const session = new FakeReceive(receiveView());
    await mountApp(new FakeBeamline(undefined, session), HASH);
    expect(unload()).toBe(true);
    session.set(receiving());
    expect(unload()).toBe(false);
  });

  it('offers a newer version when nothing is under way', async () => {
    const apply = vi.fn();
    const session = new FakeReceive(receiving());
    const beamline = new FakeBeamline(undefined, session);
    await mountApp(beamline, HASH);
    beamline.offerUpdate(apply);
    await settled();
    expect(button('Use it now').elements()).toHaveLength(0);
    session.set(receiveView({ status: 'done', percent: 100 }));
    await button('Use it now').click();
    expect(apply).toHaveBeenCalledOnce();
  });

  it('does not offer it while a link of ours can still be opened', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    drop([file]);
    beamline.offerUpdate(() => undefined);
    await settled();
    expect(button('Use it now').elements()).toHaveLength(0);
  });

  it('says when it is offline', async () => {
    await mountApp(new FakeBeamline());
    window.dispatchEvent(new Event('offline'));
    await expect.element(page.getByText(/^You are offline/)).toBeVisible();
    window.dispatchEvent(new Event('online'));
    await expect.element(page.getByText(/^You are offline/)).not.toBeInTheDocument();
  });

  it('changes its language, and remembers it', async () => {
    await mountApp(new FakeBeamline());
    await button('한국어').click();
    await expect.element(button('파일 선택')).toBeInTheDocument();
    expect(document.documentElement.lang).toBe('ko');
    await mountApp(new FakeBeamline());
    await expect.element(button('파일 선택')).toBeInTheDocument();
    await button('English').click();
    await expect.element(button('Choose files')).toBeInTheDocument();
  });

  it('shows what is kept, and forgets one or all of it', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    await button('Storage').click();
    await expect.element(page.getByRole('region', { name: 'Storage' })).toMatchTextContent(/thesis\.pdf/);
    await page.getByRole('button', { name: /^Clear .*thesis/ }).click();
    await button('Clear all').click();
    await expect.element(page.getByText('Nothing is kept here.')).toBeVisible();
    expect(beamline.calls).toEqual(['forget b', 'forget all']);
    await button('Close').click();
    await expect.element(page.getByRole('region', { name: 'Storage' })).not.toBeInTheDocument();
  });
});
