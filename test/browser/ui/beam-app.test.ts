import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import { BeamError } from '../../../src/protocol/errors.ts';
import type { ReceiveSession } from '../../../src/session/view/receive.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import {
  FakeBeamline,
  FakeReceive,
  FakeSend,
  HASH,
  LINK,
  RECENT,
  receiverView,
  receiveView,
  receiving,
  sendView,
  SENT_HASH,
} from './fixtures.ts';
import { drop, focused, hover, mountApp, paste, settled } from './mount.ts';

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
  test('is the start page without a fragment', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    await expect.element(button('Choose files')).toBeInTheDocument();
    expect(beamline.calls).toEqual([]);
  });

  test('is the share of a link', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline, HASH);
    expect(beamline.calls).toEqual([`receive ${HASH}`]);
    await expect.element(heading()).toHaveTextContent('3 files for you');
  });

  test('is the share of the link in the address without taking the focus', async () => {
    await mountApp(new FakeBeamline(), HASH);
    await expect.element(heading()).toHaveTextContent('3 files for you');
    await settled();
    expect(focused()).toBe(document.body);
  });

  test('is not a link that was left before it was open', async () => {
    const beamline = new FakeBeamline();
    const { promise, resolve } = Promise.withResolvers<ReceiveSession>();
    beamline.receive = () => promise;
    await mountApp(beamline, HASH);
    const moved = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    location.hash = '';
    await moved;
    await expect.element(button('Choose files')).toBeInTheDocument();
    resolve(beamline.receiving);
    await settled();
    expect(beamline.receiving.calls).toEqual(['leave']);
    await expect.element(button('Choose files')).toBeInTheDocument();
  });

  test('is why a link is broken, and a way home', async () => {
    await mountApp(new FakeBeamline(), '#nonsense');
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Failed This link is not complete/);
    await button('Share something').click();
    await expect.element(button('Choose files')).toBeInTheDocument();
    expect(location.hash).toBe('');
  });

  test('follows the address', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    location.hash = HASH;
    await expect.element(button('Download')).toBeVisible();
    location.hash = '';
    await expect.element(button('Choose files')).toBeInTheDocument();
    expect(beamline.receiving.calls).toEqual(['leave']);
  });

  test.each([
    ['by itself', (link: string) => ` ${link}\n`],
    ['in a sentence', (link: string) => `그 파일은 ${link}에서 받아 줘!`],
    ['without https://, in brackets', (link: string) => `<${link.replace(/^https?:\/\//, '')}>`],
    ['in Markdown', (link: string) => `See [the **files**](${link}), please`],
  ])('is a link that was pasted %s', async (_, around) => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    paste(around(`${location.origin}/${HASH}`));
    await expect.element(button('Download')).toBeVisible();
    expect(beamline.calls).toEqual([`receive ${HASH}`]);
    expect(location.hash).toBe(HASH);
  });

  test('is a better link that was pasted where one was broken', async () => {
    await mountApp(new FakeBeamline(), '#nonsense');
    paste(`“${location.origin}/${HASH}”`);
    await expect.element(button('Download')).toBeVisible();
  });

  test('is a better link that was pasted into the field there', async () => {
    await mountApp(new FakeBeamline(), `${HASH}x`);
    await expect.element(heading()).toHaveTextContent('The link has extra characters');
    await expect
      .element(page.getByRole('status'))
      .toMatchTextContent(/^Failed This link seems to have extra characters/);
    await page.getByRole('textbox', { name: 'Paste the link here' }).fill(`${location.origin}/${HASH}).`);
    await expect.element(button('Download')).toBeVisible();
  });

  test('is why a pasted link is broken', async () => {
    await mountApp(new FakeBeamline());
    paste(`${location.origin}/${HASH.slice(0, -2)}…`);
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Failed This link is not complete/);
  });

  test('is not a link of somebody else: that is a text', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    paste(LINK);
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    expect(beamline.calls).toEqual([`openRoom ${LINK}`]);
  });
});

describe('inside of another app', () => {
  test('nothing is begun before the person insists', async () => {
    const beamline = new FakeBeamline();
    beamline.enclosure = {
      app: 'KakaoTalk',
      outside: (href) => `kakaotalk://web/openExternal?url=${encodeURIComponent(href)}`,
    };
    await mountApp(beamline, HASH);
    await expect.element(heading()).toHaveTextContent('Open this in your browser');
    await expect.element(page.getByRole('status')).toMatchTextContent(/inside KakaoTalk/);
    const way = page.getByRole('link', { name: 'Open in your browser' });
    await expect
      .element(way)
      .toHaveAttribute('href', `kakaotalk://web/openExternal?url=${encodeURIComponent(location.href)}`);
    await expect.element(page.getByRole('textbox', { name: 'Share link' })).toHaveValue(location.href);
    expect(beamline.calls).toEqual([`receive ${HASH}`]);
    await button('Download here anyway').click();
    await expect.element(button('Download')).toBeVisible();
    expect(beamline.calls).toEqual([`receive ${HASH}`, 'insist', `receive ${HASH}`]);
  });

  test('without a way out there is the address to copy', async () => {
    const beamline = new FakeBeamline();
    beamline.enclosure = { app: undefined, outside: () => undefined };
    await mountApp(beamline, HASH);
    await expect.element(button('Copy link')).toBeVisible();
    expect(page.getByRole('link', { name: 'Open in your browser' }).query()).toBeNull();
  });

  test('“Done” says only what is certain', async () => {
    await mountApp(
      new FakeBeamline(undefined, new FakeReceive(receiveView({ status: 'done', note: 'handed-over' }))),
      HASH,
    );
    await expect
      .element(page.getByRole('status'))
      .toMatchTextContent(/^Done Everything has arrived\. Whether this app has saved it cannot be seen/);
  });
});

describe('a browser that lacks something', () => {
  const NO_WEBRTC = /^Failed This browser has no WebRTC/;
  const lacking = (): FakeBeamline =>
    Object.assign(new FakeBeamline(new BeamError('webrtc-missing')), {
      lack: Promise.resolve(new BeamError('webrtc-missing')),
    });

  test('is told so on the start page, before anything is chosen, and when it is all the same', async () => {
    await mountApp(lacking());
    await expect.element(page.getByRole('status')).toMatchTextContent(NO_WEBRTC);
    drop([file]);
    await expect.element(page.getByRole('status')).toMatchTextContent(NO_WEBRTC);
  });

  test('is told so instead of a share, and still on the way home', async () => {
    await mountApp(lacking(), HASH);
    await expect.element(page.getByRole('status')).toMatchTextContent(NO_WEBRTC);
    await expect.element(button('Download')).not.toBeInTheDocument();
    await button('Share something').click();
    await expect.element(button('Choose files')).toBeInTheDocument();
    await expect.element(page.getByRole('status')).toMatchTextContent(NO_WEBRTC);
  });

  test('is told what it lacks by name', async () => {
    await mountApp(
      Object.assign(new FakeBeamline(), {
        lack: Promise.resolve(new BeamError('browser-unsupported', { figures: { missing: 'WebCrypto (Ed25519)' } })),
      }),
    );
    await expect
      .element(page.getByRole('status'))
      .toMatchTextContent(/^Failed This browser lacks WebCrypto \(Ed25519\)/);
  });
});

describe('a receiver whose storage failed', () => {
  test.each(['storage-lost', 'storage-failed', 'save-failed'] as const)(
    '%s: takes it again in the same page',
    async (code) => {
      const session = new FakeReceive(
        receiveView({ status: 'failed', error: new BeamError(code), choices: ['download'] }),
      );
      await mountApp(new FakeBeamline(undefined, session), HASH);
      await button('Download').click();
      expect(session.calls).toContain('accept download');
    },
  );
});

describe('“How it works”', () => {
  const open = () => page.getByRole('link', { name: 'How it works' }).click();
  const isShown = () => expect.element(heading()).toHaveTextContent('How it works');

  test('has an address of its own', async () => {
    await mountApp(new FakeBeamline());
    await open();
    await isShown();
    expect(location.pathname).toBe('/how');
    expect(document.title).toBe('How it works – Beamline');
    await settled();
    expect(focused()).toBe(heading().element());
  });

  test('is what its address shows', async () => {
    await mountApp(new FakeBeamline(), '/how');
    await isShown();
    await button('Back').click();
    await expect.element(button('Choose files')).toBeInTheDocument();
    expect(location.pathname).toBe('/');
  });

  test.each([
    ['a transfer', receiving()],
    ['a list that is looked at', receiveView()],
  ])('leaves %s alone, and leads back to it', async (_, view) => {
    const beamline = new FakeBeamline(undefined, new FakeReceive(view));
    await mountApp(beamline, HASH);
    await open();
    await isShown();
    await button('Back').click();
    await expect.element(page.getByRole('list', { name: 'Files' })).toBeVisible();
    expect(location.hash).toBe(HASH);
    expect(beamline.calls).toEqual([`receive ${HASH}`]);
    expect(beamline.receiving.calls).toEqual([]);
  });

  test('leaves a share alone, whose progress the title goes on to tell', async () => {
    const session = new FakeSend(
      sendView({ status: 'sending', note: undefined, percent: 4, isBusy: true, receivers: [receiverView()] }),
    );
    await mountApp(new FakeBeamline(session));
    drop([file]);
    await expect.element(heading()).toHaveTextContent('Sending your files');
    await open();
    await isShown();
    session.set({ ...session.view, percent: 40 });
    await settled();
    expect(document.title).toBe('40% Sending – Beamline');
    history.back();
    await expect.element(heading()).toHaveTextContent('Sending your files');
    expect(session.calls).toEqual([]);
  });

  test('is Korean in Korean, also when the language changes on it', async () => {
    await mountApp(new FakeBeamline());
    await open();
    await isShown();
    await button('한국어').click();
    await expect.element(heading()).toHaveTextContent('작동 방식');
    await expect.element(page.getByText(/^파일은 네 단계를 거쳐/)).toBeVisible();
  });
});

describe('a share of an earlier load', () => {
  test('is gone: its entry in the history is the start page', async () => {
    history.replaceState({ share: 'share-1' }, '', '/');
    const app = document.createElement('beam-app');
    app.beamline = new FakeBeamline();
    document.body.replaceChildren(app);
    await expect.element(button('Choose files')).toBeInTheDocument();
  });
});

describe('sharing', () => {
  test('starts with files that were chosen', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    await userEvent.upload(button('Choose files'), [file]);
    await expect.element(page.getByRole('textbox', { name: 'Share link' })).toHaveValue(LINK);
    expect(beamline.calls).toEqual(['shareFiles holiday.jpg']);
  });

  describe('by the browser’s own picker', () => {
    const ask = vi.fn<NonNullable<Window['showOpenFilePicker']>>();

    beforeEach(() => {
      ask.mockReset();
      vi.stubGlobal('showOpenFilePicker', ask);
    });
    afterEach(() => vi.unstubAllGlobals());

    /** The input's own dialog would open. */
    const inputOpens = () =>
      new Promise<void>((resolve) =>
        button('Choose files')
          .element()
          .addEventListener('click', (event) => event.defaultPrevented || resolve()),
      );

    test('starts with handles that can be kept', async () => {
      const beamline = new FakeBeamline();
      await mountApp(beamline);
      const root = await navigator.storage.getDirectory();
      ask.mockResolvedValueOnce([await root.getFileHandle('chosen.txt', { create: true })]);
      await button('Choose files').click();
      await expect.element(page.getByRole('textbox', { name: 'Share link' })).toHaveValue(LINK);
      expect(beamline.calls).toEqual(['shareHandles chosen.txt']);
    });

    test('opens one, however often it is clicked', async () => {
      const beamline = new FakeBeamline();
      await mountApp(beamline);
      const root = await navigator.storage.getDirectory();
      const chosen = Promise.withResolvers<FileSystemFileHandle[]>();
      ask
        .mockReturnValueOnce(chosen.promise)
        .mockRejectedValue(new DOMException('File picker already active.', 'NotAllowedError'));
      await button('Choose files').dblClick();
      chosen.resolve([await root.getFileHandle('chosen.txt', { create: true })]);
      await expect.element(page.getByRole('textbox', { name: 'Share link' })).toHaveValue(LINK);
      expect(beamline.calls).toEqual(['shareHandles chosen.txt']);
      expect(ask).toHaveBeenCalledOnce();
    });

    test('stays where it is when that is dismissed, and asks again by the next click', async () => {
      const beamline = new FakeBeamline();
      await mountApp(beamline);
      const dismiss = async () => {
        await new Promise((resolve) => setTimeout(resolve, 150)); // as soon as a person might
        throw new DOMException('The user aborted a request.', 'AbortError');
      };
      ask.mockImplementationOnce(dismiss).mockImplementationOnce(dismiss);
      for (const _ of [1, 2]) {
        await button('Choose files').click();
        await expect(ask.mock.results.at(-1)?.value).rejects.toThrow('aborted');
        await settled();
      }
      expect(ask).toHaveBeenCalledTimes(2);
      expect(beamline.calls).toEqual([]);
    });

    test('leaves it to the input when that may not open, from then on', async () => {
      await mountApp(new FakeBeamline());
      ask.mockRejectedValueOnce(new DOMException('Blocked', 'SecurityError'));
      for (const _ of [1, 2]) {
        const opening = inputOpens();
        await button('Choose files').click();
        await opening;
      }
      expect(ask).toHaveBeenCalledOnce();
    });
  });

  describe('of a folder, by the browser’s own picker', () => {
    const ask = vi.fn<NonNullable<Window['showDirectoryPicker']>>();

    beforeEach(() => {
      ask.mockReset();
      vi.stubGlobal('showDirectoryPicker', ask);
    });
    afterEach(() => vi.unstubAllGlobals());

    const inputOpens = () =>
      new Promise<void>((resolve) =>
        button('Choose folder')
          .element()
          .addEventListener('click', (event) => event.defaultPrevented || resolve()),
      );

    test('starts with a handle that can be kept', async () => {
      const beamline = new FakeBeamline();
      await mountApp(beamline);
      ask.mockResolvedValueOnce({ kind: 'directory', name: 'album' } as FileSystemDirectoryHandle);
      await button('Choose folder').click();
      await expect.element(page.getByRole('textbox', { name: 'Share link' })).toHaveValue(LINK);
      expect(beamline.calls).toEqual(['shareHandles album']);
      expect(ask).toHaveBeenCalledWith(expect.objectContaining({ mode: 'read' }));
    });

    test('leaves it to the input when it was dismissed: the picker does not give every folder', async () => {
      const beamline = new FakeBeamline();
      await mountApp(beamline);
      ask.mockImplementationOnce(async () => {
        await new Promise((resolve) => setTimeout(resolve, 150)); // as soon as a person might
        throw new DOMException('The user aborted a request.', 'AbortError');
      });
      await button('Choose folder').click();
      await expect(ask.mock.results.at(-1)?.value).rejects.toThrow('aborted');
      await settled();
      const opening = inputOpens();
      await button('Choose folder').click();
      await opening;
      expect(ask).toHaveBeenCalledOnce();
      expect(beamline.calls).toEqual([]);
    });

    test('leaves it to the input when it may not open, or answers with the page’s own storage', async () => {
      const own = (await navigator.storage.getDirectory()).getDirectoryHandle('own', { create: true });
      for (const answer of [
        Promise.reject<FileSystemDirectoryHandle>(new DOMException('Blocked', 'SecurityError')),
        own,
      ]) {
        answer.catch(() => {});
        await mountApp(new FakeBeamline());
        ask.mockReturnValueOnce(answer);
        const opening = inputOpens();
        await button('Choose folder').click();
        await opening;
      }
      expect(ask).toHaveBeenCalledTimes(2);
    });
  });

  test('starts with a drop anywhere, handed over in its own turn', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    drop([file]);
    expect(beamline.calls).toEqual(['shareTransfer holiday.jpg']);
    await expect.element(heading()).toHaveTextContent('Your link is ready');
  });

  test('starts with a paste anywhere', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    const clipboardData = new DataTransfer();
    clipboardData.items.add(file);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    expect(beamline.calls).toEqual(['shareTransfer holiday.jpg']);
  });

  test('says so while files hover over the page, and no longer when they are gone', async () => {
    await mountApp(new FakeBeamline());
    hover([file]);
    await expect.element(page.getByText('Drop to share')).toBeInTheDocument();
    document.body.dispatchEvent(new DragEvent('dragleave', { bubbles: true, composed: true }));
    await expect.element(page.getByText('Drop to share')).not.toBeInTheDocument();
  });

  test('says why it cannot', async () => {
    await mountApp(new FakeBeamline(new BeamError('source-empty')));
    drop([file]);
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Failed There was nothing in what you chose/);
    await expect.element(button('Choose files')).toBeInTheDocument();
  });

  test('moves the focus to where the new view begins', async () => {
    await mountApp(new FakeBeamline());
    drop([file]);
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    await settled();
    expect(focused()).toBe(heading().element());
  });

  test('goes on behind the start page, and is found again', async () => {
    const session = new FakeSend(sendView());
    await mountApp(new FakeBeamline(session));
    drop([file]);
    await button('Share something else').click();
    await expect.element(button('Choose files')).toBeInTheDocument();
    await page.getByRole('button', { name: /^Show: / }).click();
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    expect(session.calls).toEqual([]);
  });

  test('survives Back', async () => {
    const session = new FakeSend(sendView());
    await mountApp(new FakeBeamline(session));
    drop([file]);
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    history.back();
    await expect.element(page.getByRole('button', { name: /^Show: / })).toBeVisible();
    history.forward();
    await expect.element(heading()).toHaveTextContent('Your link is ready');
  });

  test('is forgotten when it is over', async () => {
    const session = new FakeSend(sendView());
    await mountApp(new FakeBeamline(session));
    drop([file]);
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    session.set(sendView({ status: 'done', note: 'stopped', isOpen: false }));
    await button('Share something else').click();
    await expect.element(page.getByRole('button', { name: /^Show: / })).not.toBeInTheDocument();
    expect(session.watchers).toBe(0);
  });
});

describe('a share of before', () => {
  test('is found again by its own address, which a new share has', async () => {
    await mountApp(new FakeBeamline());
    drop([file]);
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    expect(location.hash).toBe(SENT_HASH);
    const reloaded = new FakeBeamline(
      new FakeSend(sendView({ status: 'paused', note: 'files-again', needs: 'files' })),
    );
    await mountApp(reloaded, SENT_HASH);
    await expect.element(heading()).toHaveTextContent('Your share can continue');
    expect(reloaded.calls).toEqual([`return ${SENT_HASH}`]);
  });

  test('takes its files again, chosen or dropped, and one click of permission', async () => {
    const session = new FakeSend(sendView({ status: 'paused', note: 'permission-again', needs: 'permission' }));
    await mountApp(new FakeBeamline(session), SENT_HASH);
    await button('Continue sharing').click();
    await userEvent.upload(button('Choose the files again'), [file]);
    drop([file]);
    expect(session.calls).toEqual(['goOn', 'chooseAgain holiday.jpg', 'dropAgain holiday.jpg']);
    session.set(sendView());
    await expect.element(button('Continue sharing')).not.toBeInTheDocument();
    await settled();
    drop([file]);
    expect(session.calls).toHaveLength(3);
    expect(session.around.calls).toEqual(['addTransfer holiday.jpg']);
  });

  test('of which nothing is left is said to be so', async () => {
    await mountApp(new FakeBeamline(new BeamError('share-unknown')), SENT_HASH);
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Failed This is the sender’s own page/);
  });

  test('is on the start page, goes on from there, and can be forgotten', async () => {
    const beamline = new FakeBeamline();
    beamline.recents = RECENT;
    await mountApp(beamline);
    const list = page.getByRole('list', { name: 'Recent' });
    await expect.element(list).toMatchTextContent(/Summer by the sea.*59% has arrived.*thesis.pdf.*shared by you/s);
    await expect.element(button('Continue: Room')).toBeVisible(); // a link that asks for files
    await page.getByRole('button', { name: /^Remove: .*thesis/ }).click();
    await expect.element(list).not.toMatchTextContent(/thesis/);
    await page.getByRole('button', { name: /^Continue: .*Summer/ }).click();
    await expect.element(heading()).toHaveTextContent('3 files for you');
    expect(beamline.calls).toEqual(['forgetSent b', `receive ${HASH}`]);
  });

  test('that this page has open is not on the list of recent ones as well', async () => {
    const beamline = new FakeBeamline();
    beamline.recents = RECENT;
    await mountApp(beamline);
    drop([file]);
    await button('Share something else').click();
    const list = page.getByRole('list', { name: 'Recent' });
    await expect.element(list).toMatchTextContent(/Summer/);
    await expect.element(list).not.toMatchTextContent(/thesis/);
    await expect.element(page.getByRole('button', { name: /^Show: / })).toBeVisible();
  });
});

describe('the session', () => {
  test('is asked for what the buttons say', async () => {
    const session = new FakeSend(
      sendView({ status: 'sending', note: undefined, percent: 4, receivers: [receiverView()] }),
    );
    await mountApp(new FakeBeamline(session));
    drop([file]);
    await button('Disconnect person 1').click();
    await button('Cancel').click();
    expect(session.calls).toEqual(['cancelReceiver peer-1', 'cancel']);
  });

  test('is told which way to save: the best one is Download', async () => {
    const session = new FakeReceive(receiveView());
    await mountApp(new FakeBeamline(undefined, session), HASH);
    await button('Download').click();
    await button('Save as one ZIP').click();
    session.set(receiving());
    await button('Cancel').click();
    expect(session.calls).toEqual(['accept folder', 'accept zip', 'cancel']);
  });

  test('is given an end and a number of downloads, folded away', async () => {
    const session = new FakeSend(sendView());
    await mountApp(new FakeBeamline(session), SENT_HASH);
    await page.getByText('Options').click();
    await userEvent.selectOptions(page.getByRole('combobox', { name: 'Download limit' }), '3');
    expect(session.calls).toEqual(['setTerms {"mostDownloads":3}']);
    const before = Date.now();
    await userEvent.selectOptions(page.getByRole('combobox', { name: 'Link expires' }), 'In a day');
    const { expiresMs } = JSON.parse(session.calls[1]!.slice('setTerms '.length)) as { expiresMs: number };
    expect(expiresMs - before).toBeGreaterThanOrEqual(86_400_000);
    expect(expiresMs - before).toBeLessThan(86_410_000);
    session.set(sendView({ terms: { expiresMs, mostDownloads: 3 } }));
    await expect.element(page.getByRole('combobox', { name: 'Link expires' })).toHaveValue('set');
    await expect.element(page.getByRole('combobox', { name: 'Download limit' })).toHaveValue('3');
  });

  test('is locked by a password, which the receiver is asked for', async () => {
    const session = new FakeSend(sendView());
    await mountApp(new FakeBeamline(session), SENT_HASH);
    await page.getByText('Options').click();
    await page.getByLabelText('Password').fill('open sesame');
    await button('Set password').click();
    expect(session.calls).toEqual(['setPassword open sesame']);
    const beamline = new FakeBeamline();
    await mountApp(beamline, `${HASH}.p1`);
    await page.getByLabelText('Password').fill('open sesame');
    await button('Open').click();
    await expect.element(button('Download')).toBeVisible();
    expect(beamline.calls).toEqual([`receive ${HASH}.p1`, `receive ${HASH}.p1 open sesame`]);
  });

  test('is paused and resumed by one button, on either side', async () => {
    const sending = sendView({
      status: 'sending',
      note: undefined,
      percent: 4,
      isBusy: true,
      receivers: [receiverView()],
    });
    for (const [session, hash, view] of [
      [new FakeReceive(receiving()), HASH, receiving({ status: 'paused', isPaused: true })],
      [new FakeSend(sending), SENT_HASH, { ...sending, status: 'paused', isPaused: true }],
    ] as const) {
      await mountApp(
        session instanceof FakeSend ? new FakeBeamline(session) : new FakeBeamline(undefined, session),
        hash,
      );
      await button('Pause').click();
      session.set(view as never);
      await button('Resume').click();
      expect(session.calls).toEqual(['pause', 'resume']);
    }
  });

  test('shows each new view', async () => {
    const session = new FakeReceive(receiveView());
    await mountApp(new FakeBeamline(undefined, session), HASH);
    session.set(receiving({ percent: 12.9 }));
    await expect.element(page.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute('aria-valuenow', '12');
    expect(document.title).toBe('12% Receiving – Beamline');
    session.set(receiveView({ status: 'done', percent: 100, choices: [] }));
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Done/);
    await expect.element(page.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute('aria-valuenow', '100');
  });

  test('speaks of progress at the quarters only', async () => {
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

  test('asks before it is closed while somebody would be interrupted', async () => {
    const session = new FakeReceive(receiveView());
    await mountApp(new FakeBeamline(undefined, session), HASH);
    expect(unload()).toBe(true);
    session.set(receiving());
    expect(unload()).toBe(false);
  });

  test('offers a newer version when nothing is under way', async () => {
    const apply = vi.fn();
    const session = new FakeReceive(receiving());
    const beamline = new FakeBeamline(undefined, session);
    await mountApp(beamline, HASH);
    beamline.offerUpdate(apply);
    await settled();
    expect(button('Update').elements()).toHaveLength(0);
    session.set(receiveView({ status: 'done', percent: 100 }));
    await button('Update').click();
    expect(apply).toHaveBeenCalledOnce();
  });

  test('does not offer it while a link of ours can still be opened', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    drop([file]);
    beamline.offerUpdate(() => undefined);
    await settled();
    expect(button('Update').elements()).toHaveLength(0);
  });

  test('says when it is offline', async () => {
    await mountApp(new FakeBeamline());
    window.dispatchEvent(new Event('offline'));
    await expect.element(page.getByText(/^You’re offline/)).toBeVisible();
    window.dispatchEvent(new Event('online'));
    await expect.element(page.getByText(/^You’re offline/)).not.toBeInTheDocument();
  });

  test('changes its language, and remembers it', async () => {
    await mountApp(new FakeBeamline());
    await button('한국어').click();
    await expect.element(button('파일 선택')).toBeInTheDocument();
    expect(document.documentElement.lang).toBe('ko');
    await mountApp(new FakeBeamline());
    await expect.element(button('파일 선택')).toBeInTheDocument();
    await button('English').click();
    await expect.element(button('Choose files')).toBeInTheDocument();
  });

  test('shows what is kept, and forgets one or all of it', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    await button('Storage').click();
    await expect.element(page.getByRole('region', { name: 'Storage' })).toMatchTextContent(/thesis\.pdf/);
    await page.getByRole('button', { name: /^Clear .*thesis/ }).click();
    await button('Clear all').click();
    await expect.element(page.getByText('Nothing is stored here.')).toBeVisible();
    expect(beamline.calls).toEqual(['forget b', 'forget all']);
    await button('Close').click();
    await expect.element(page.getByRole('region', { name: 'Storage' })).not.toBeInTheDocument();
  });

  test('tells of notes that are kept, and removes them where there is nothing else', async () => {
    const beamline = new FakeBeamline();
    beamline.stored = { ...beamline.stored, kept: [], roomsWithNotes: 2 };
    await mountApp(beamline);
    await button('Storage').click();
    await expect.element(page.getByText('Rooms with notes kept here: 2')).toBeVisible();
    await button('Clear all').click();
    await expect.element(page.getByText('Nothing is stored here.')).toBeVisible();
    expect(beamline.calls).toEqual(['forget all']);
  });
});
