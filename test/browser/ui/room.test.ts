/** What a page shows of a room beside its first share, and what it asks the room for. */
import '../../../src/ui/app/base.css';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import type { RoomView } from '../../../src/session/view/room.ts';
import { BeamError } from '../../../src/protocol/errors.ts';
import { CALM_MS } from '../../../src/ui/parts/calm.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import {
  added,
  emptyReceiveView,
  emptySendView,
  FakeBeamline,
  type FakeOffered,
  FakeReceive,
  FakeRoom,
  FakeSend,
  type FakeTaken,
  given,
  HASH,
  host,
  LINK,
  offered,
  person,
  receiverView,
  receiveView,
  receiving,
  roomView,
  sendView,
  SENT_HASH,
  taken,
} from './fixtures.ts';
import { drop, mountApp, over, paste, settled } from './mount.ts';
import { STATES } from './states.ts';

const file = new File(['x'], 'holiday.jpg');
const heading = () => page.getByRole('heading', { level: 1 });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const list = (name: string) => page.getByRole('list', { name, exact: true });
const unload = (): boolean => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
const people = (): (string | undefined)[] =>
  list('People')
    .getByRole('listitem')
    .elements()
    .map((item) => item.textContent?.replace(/\s+/g, ' ').trim());

beforeEach(() => switchLocale('en'));

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
  history.replaceState(null, '', location.pathname);
});

/** The page of one who shares, with this in its room. */
async function showSender(room: Partial<RoomView> = {}, view = sendView()): Promise<FakeSend> {
  const session = new FakeSend(view);
  session.around = new FakeRoom(roomView(room));
  await mountApp(new FakeBeamline(session), SENT_HASH);
  await expect.element(page.getByRole('textbox', { name: 'Share link' })).toBeVisible();
  await customElements.whenDefined('beam-shares');
  await settled();
  return session;
}

/** The page of one who opened a link. */
async function showReceiver(room: Partial<RoomView> = {}, view = receiveView()): Promise<FakeReceive> {
  const session = new FakeReceive(view);
  session.around = new FakeRoom(roomView(room));
  await mountApp(new FakeBeamline(undefined, session), HASH);
  await expect.element(page.getByRole('textbox', { name: 'Note', exact: true })).toBeVisible();
  await customElements.whenDefined('beam-shares');
  await settled();
  return session;
}

describe('a room with nothing in it', () => {
  test('is opened from the start page', async () => {
    const beamline = new FakeBeamline(new FakeSend(emptySendView()));
    await mountApp(beamline);
    await button('Receive files').click();
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    await expect.element(page.getByRole('textbox', { name: 'Share link' })).toHaveValue(LINK);
    expect(beamline.calls).toEqual(['openRoom ']);
    expect(location.hash).toBe(SENT_HASH);
  });

  test('that is being opened says so', async () => {
    const beamline = new FakeBeamline();
    const opening = Promise.withResolvers<FakeSend>();
    beamline.openRoom = () => opening.promise;
    await mountApp(beamline);
    await button('Receive files').click();
    await expect.element(page.getByRole('status')).toHaveTextContent('Waiting The link is being made.');
    opening.resolve(new FakeSend(emptySendView()));
    await expect.element(heading()).toHaveTextContent('Your link is ready');
  });

  test('that cannot be opened is told on the start page', async () => {
    await mountApp(new FakeBeamline(new BeamError('browser-unsupported')));
    await button('Receive files').click();
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Failed This browser lacks something/);
  });

  test('has a link, a status and a way to add files, and neither files nor a beam of its own', async () => {
    await showSender({}, emptySendView());
    await expect
      .element(page.getByRole('status'))
      .toMatchTextContent(/^Waiting Nobody has opened the link yet\. Send it to people/);
    await expect.element(page.getByText('Whoever opens it can send you files and notes.')).toBeVisible();
    await expect.element(page.getByRole('img', { name: 'QR code' })).toBeVisible();
    await expect.element(button('Add files')).toBeVisible();
    await expect.element(button('Cancel')).toBeVisible();
    expect(list('What you share').elements()).toEqual([]);
    expect(page.getByText('0 files', { exact: false }).elements()).toEqual([]);
    const sender = document.querySelector('beam-app')?.renderRoot.querySelector('beam-sender');
    expect(sender?.renderRoot.querySelector('beam-progress')).toBeNull();
  });

  test('leads to the files once there are some', async () => {
    const session = await showSender({}, emptySendView({ status: 'ready', note: 'nothing-yet' }));
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Ready There are no files here yet/);
    session.around.set(roomView({ given: given([person(2), taken()]) }));
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Ready See the files below/);
  });

  test('asks whoever opens it for files: the one thing to do', async () => {
    const session = await showReceiver({ people: [host] }, emptyReceiveView());
    await expect.element(heading()).toHaveTextContent('Send files here');
    expect(button('Download').elements()).toEqual([]);
    await userEvent.upload(button('Add files'), [file]);
    expect(session.around.calls).toEqual(['addFiles holiday.jpg']);
    expect(button('Add folder').element()).toMatchObject({ tagName: 'INPUT', type: 'file', webkitdirectory: true });
    expect(session.calls).toEqual([]);
    await expect.element(page.getByRole('textbox', { name: 'Note', exact: true })).toBeVisible();
  });

  test('that ends says so to whoever opened it', async () => {
    const session = await showReceiver({ people: [host] }, emptyReceiveView());
    session.set(emptyReceiveView({ status: 'stopped', note: undefined, error: new BeamError('share-stopped') }));
    await expect.element(heading()).toHaveTextContent('This link is over');
  });

  test('is found again behind the start page', async () => {
    await showSender({}, emptySendView());
    await button('Share something else').click();
    await button('Show: Room').click();
    await expect.element(heading()).toHaveTextContent('Your link is ready');
  });
});

describe('a text on the start page', () => {
  test.each([
    ['pasted', () => paste('See you at 7')],
    ['dropped', () => drop({ 'text/plain': 'See you at 7' })],
  ])('that is %s opens a room with that note in it', async (_, give) => {
    const beamline = new FakeBeamline(new FakeSend(emptySendView()));
    await mountApp(beamline);
    give();
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    expect(beamline.calls).toEqual(['openRoom See you at 7']);
  });

  test('may be a link that is dragged from elsewhere', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    expect(over({ 'text/uri-list': 'https://a.example/b' })).toBe(true);
    expect(drop({ 'text/uri-list': '# A\r\nhttps://a.example/b\r\n' })).toBe(true);
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    expect(beamline.calls).toEqual(['openRoom https://a.example/b']);
  });

  test('with a link of ours in it is opened, however it comes', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    drop({ 'text/plain': `here: ${location.origin}/${HASH}` });
    await expect.element(button('Download')).toBeVisible();
    expect(beamline.calls).toEqual([`receive ${HASH}`]);
  });

  test.each([
    ['of more than 64 KiB', '가'.repeat(21_846), /^Failed This note is too long/],
    ['with nothing to see in it', ' \n', /^Failed This note has no visible text/],
  ])('%s is refused, in words', async (_, text, words) => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    paste(text);
    await expect.element(page.getByRole('status')).toMatchTextContent(words);
    expect(beamline.calls).toEqual([]);
    paste('가'.repeat(21_845));
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    expect(beamline.calls).toHaveLength(1);
  });

  test('that is none, or is a part of the page, begins nothing', async () => {
    const beamline = new FakeBeamline();
    await mountApp(beamline);
    paste('');
    document.body.dispatchEvent(new DragEvent('dragstart', { bubbles: true, composed: true }));
    expect(drop({ 'text/plain': 'From here to there' })).toBe(false);
    document.body.dispatchEvent(new DragEvent('dragend', { bubbles: true, composed: true }));
    await settled();
    expect(beamline.calls).toEqual([]);
    drop({ 'text/plain': 'from elsewhere' });
    await expect.element(heading()).toHaveTextContent('Your link is ready');
    expect(beamline.calls).toEqual(['openRoom from elsewhere']);
  });

  test.each(['/how', '#nonsense', HASH, SENT_HASH])('is of no use on %s', async (address) => {
    const beamline = new FakeBeamline();
    await mountApp(beamline, address);
    await expect.element(heading()).toBeVisible();
    const before = [...beamline.calls];
    paste('See you at 7');
    expect(over({ 'text/uri-list': 'https://a.example/' })).toBe(true); // or the browser would go there
    expect(drop({ 'text/uri-list': 'https://a.example/' })).toBe(true);
    await settled();
    expect(beamline.calls).toEqual(before);
  });
});

test('a text that is pasted beside a note that is being written does no harm to it', async () => {
  await showReceiver();
  const field = page.getByRole('textbox', { name: 'Note', exact: true });
  await field.fill('half a sen');
  paste('something else');
  expect(over({ 'text/plain': 'dragged' }, field.element())).toBe(false); // the field takes it
  await settled();
  await expect.element(field).toHaveValue('half a sen');
});

test('a note that is being written is still there after a look at the start page', async () => {
  await showSender();
  const field = page.getByRole('textbox', { name: 'Note', exact: true });
  await field.fill('half a sen');
  await button('Share something else').click();
  await page.getByRole('button', { name: /^Show: / }).click();
  await expect.element(field).toHaveValue('half a sen');
  await field.fill('half a sentence');
  await userEvent.keyboard('{Enter}');
  await button('Share something else').click();
  await page.getByRole('button', { name: /^Show: / }).click();
  await expect.element(field).toHaveValue('');
});

describe('files that are dropped or pasted', () => {
  test.each([
    ['the page of a share', () => showSender()],
    ['the page of a link', () => showReceiver()],
    ['the page of a link that asks for files', () => showReceiver({}, emptyReceiveView())],
  ])('on %s are added to its room', async (_, show) => {
    const session = await show();
    drop([file]);
    expect(session.around.calls).toEqual(['addTransfer holiday.jpg']); // in the event's own turn
    const clipboardData = new DataTransfer();
    clipboardData.items.add(file);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    expect(session.around.calls).toHaveLength(2);
    session.around.set(roomView({ canAdd: false, isAdding: true }));
    drop([file]);
    expect(session.around.calls).toHaveLength(3);
  });

  test('are a share of their own when the room takes no more', async () => {
    const beamline = new FakeBeamline();
    beamline.receiving.around = new FakeRoom(roomView({ canAdd: false }));
    await mountApp(beamline, HASH);
    await settled();
    drop([file]);
    expect(beamline.receiving.around.calls).toEqual([]);
    expect(beamline.calls).toContain('shareTransfer holiday.jpg');
  });
});

describe('adding files', () => {
  test('by the browser’s own pickers, where it has them', async () => {
    const handle = { kind: 'file', name: 'chosen.txt' } as FileSystemFileHandle;
    const folder = { kind: 'directory', name: 'album' } as FileSystemDirectoryHandle;
    vi.stubGlobal('showOpenFilePicker', async () => [handle]);
    vi.stubGlobal('showDirectoryPicker', async () => folder);
    const session = await showSender();
    await button('Add files').click();
    await button('Add folder').click();
    await expect.poll(() => session.around.calls).toEqual(['addHandles chosen.txt', 'addHandles album']);
  });

  test('says that they are read, and why they are not added', async () => {
    const session = await showSender({ isAdding: true });
    await expect.element(page.getByText('Reading your files…')).toBeVisible();
    session.around.set(roomView({ error: new BeamError('source-empty') }));
    await expect.element(page.getByText(/^There was nothing in what you chose/)).toBeVisible();
    await expect.element(page.getByText('Reading your files…')).not.toBeInTheDocument();
    session.around.set(roomView({ canAdd: false }));
    await expect.element(button('Add files')).not.toBeInTheDocument();
  });
});

describe('a share of somebody else in the room', () => {
  const show = async (view = taken(), from = person(2)): Promise<FakeTaken> => {
    const shares = given([from, view]);
    await showSender({ given: shares });
    return shares[0]?.session as FakeTaken;
  };
  const card = (name = 'From person 2') => page.getByRole('group', { name, exact: true });

  test('says who gives it, and what it is', async () => {
    await show();
    await expect.element(list('From person 2')).toMatchTextContent(/photos\/IMG_2041\.jpg/);
    await show(taken(), host);
    await expect.element(list('From the host')).toMatchTextContent(/photos\/IMG_2041\.jpg/);
  });

  test('is taken as on a page of its own: chosen, paused, cancelled', async () => {
    const state = STATES['receiver-choosing'];
    if (state?.type !== 'receiver') throw new Error('no such state');
    const session = await show(state.view);
    await card().getByRole('checkbox', { name: 'photos/IMG_2041.jpg', exact: true }).click();
    await card()
      .getByRole('button', { name: /^Download: ./ })
      .click();
    await card()
      .getByRole('button', { name: /^Save as one ZIP: ./ })
      .click();
    session.set(receiving());
    await card()
      .getByRole('button', { name: /^Pause: ./ })
      .click();
    session.set(receiving({ status: 'paused', isPaused: true }));
    await card()
      .getByRole('button', { name: /^Resume: ./ })
      .click();
    await card()
      .getByRole('button', { name: /^Cancel: ./ })
      .click();
    expect(session.calls).toEqual(['choose 1-1 false', 'accept folder', 'accept zip', 'pause', 'resume', 'cancel']);
  });

  test('shows how far it is, in words that are not spoken by themselves', async () => {
    const session = await show(receiving());
    await expect
      .element(card().getByRole('progressbar', { name: 'From person 2' }))
      .toHaveAttribute('aria-valuenow', '63');
    await expect.element(card().getByText('Receiving', { exact: true })).toBeVisible();
    expect(page.getByRole('status').elements()).toHaveLength(1);
    await expect.element(page.getByRole('status')).toMatchTextContent(/^Waiting/); // the page's own
    session.set(taken({ status: 'done', percent: 100, choices: [] }));
    await expect.element(card().getByText('Saved to your downloads, or to the place that you chose.')).toBeVisible();
    await expect.element(card().getByRole('button')).not.toBeInTheDocument();
  });

  test.each([
    [false, 'People here can see each other’s IP address.'],
    [true, 'You are connected with the host only. To download these files, change that below.'],
  ])('says beside Download who sees the address (only with the host: %s)', async (isOnlyHost, text) => {
    await showReceiver({
      given: given([person(2), taken()], [host, taken()]),
      guests: { areAllowed: true, isOnlyHost },
    });
    await expect.element(page.getByRole('group', { name: 'From person 2' }).getByText(text)).toBeVisible();
    // What the host gives is passed on by other guests, and can be had from the host alone.
    expect(page.getByText(text, { exact: true }).elements()).toHaveLength(isOnlyHost ? 1 : 3);
  });

  test('that its owner has stopped is over, and the link is not', async () => {
    await show(taken({ status: 'stopped', error: new BeamError('share-stopped'), choices: [] }));
    await expect.element(card().getByText('They stopped sharing this.')).toBeVisible();
    await expect.element(card().getByRole('button')).not.toBeInTheDocument();
  });
});

describe('a share that this person has added', () => {
  const show = async (view = offered()): Promise<FakeOffered> => {
    const shares = added(view);
    await showReceiver({ added: shares });
    return shares[0]?.session as FakeOffered;
  };
  const card = () => page.getByRole('group', { name: 'Added by you', exact: true });

  test('shows its files, who takes it and who has it, and can be paused and stopped', async () => {
    const session = await show();
    await expect.element(card().getByText('Nobody has downloaded this yet.')).toBeVisible();
    session.set(
      offered({
        status: 'sending',
        note: undefined,
        percent: 42,
        isBusy: true,
        receivers: [
          receiverView({ status: 'ready' }),
          receiverView({ number: 2 }),
          receiverView({ number: 3, status: 'done' }),
          receiverView({ number: 4, status: 'done' }),
        ],
      }),
    );
    await expect.element(card()).toMatchTextContent(/Sending to 1 person\s+Downloaded by 2 people/);
    await expect.element(card().getByRole('progressbar')).toHaveAttribute('aria-valuenow', '42');
    await card()
      .getByRole('button', { name: /^Pause: ./ })
      .click();
    await card()
      .getByRole('button', { name: /^Stop sharing: ./ })
      .click();
    expect(session.calls).toEqual(['pause', 'cancel']);
    session.set(offered({ status: 'done', note: 'stopped', isOpen: false }));
    await expect.element(card().getByText('You stopped sharing this.')).toBeVisible();
    await expect.element(card().getByRole('button')).not.toBeInTheDocument();
  });

  test('takes its files again after a reload', async () => {
    const session = await show(offered({ status: 'paused', note: 'permission-again', needs: 'permission' }));
    await card().getByRole('button', { name: 'Continue sharing' }).click();
    await userEvent.upload(card().getByRole('button', { name: 'Choose the files again' }), [file]);
    expect(session.calls).toEqual(['goOn', 'chooseAgain holiday.jpg']);
  });
});

describe('the list of people', () => {
  test('of one who shares has everybody who is here once, those who take the first share with their progress', async () => {
    await showSender(
      { people: [person(1), person(2), person(3, { isHere: false })] },
      sendView({ status: 'sending', note: undefined, percent: 42, isBusy: true, receivers: [receiverView()] }),
    );
    expect(people()).toHaveLength(2);
    expect(people()[1]).toBe('Person 2');
    await expect.element(page.getByRole('progressbar', { name: 'Person 1', exact: true })).toBeInTheDocument();
  });

  test('of one who takes has who is here, and tells when the host is away', async () => {
    const session = await showReceiver({ people: [host, person(2, { isHere: false })] });
    await expect.element(list('People')).toBeVisible();
    expect(people()).toEqual(['You', 'Host']);
    session.around.set(roomView({ people: [{ ...host, isHere: false }, person(2)] }));
    await expect.element(list('People')).toMatchTextContent(/Person 2/);
    expect(people()).toEqual(['You', 'Host not here right now', 'Person 2']);
  });

  test('is not there while nobody is', async () => {
    await showReceiver({ people: [] });
    expect(list('People').elements()).toEqual([]);
  });
});

describe('leaving the page', () => {
  test('is asked about while something in the room would be interrupted', async () => {
    const session = await showReceiver();
    expect(unload()).toBe(true);
    session.around.set(roomView({ isBusy: true }));
    expect(unload()).toBe(false);
  });

  test.each([
    ['a share of this person is open', { added: added(offered()) }],
    ['something is on its way', { isBusy: true }],
  ])('for the start page does not leave a room in which %s', async (_, room) => {
    const session = await showReceiver(room);
    await page.getByRole('link', { name: 'Beamline, to the start page' }).click();
    await expect.element(button('Choose files')).toBeInTheDocument();
    expect(session.calls).toEqual([]);
    await page.getByRole('button', { name: /^Show: / }).click();
    await expect.element(heading()).toHaveTextContent('3 files for you');
  });

  test('for the start page leaves a room in which nothing of this person is', async () => {
    const session = await showReceiver({ added: added(offered({ isOpen: false, status: 'done', note: 'stopped' })) });
    await page.getByRole('link', { name: 'Beamline, to the start page' }).click();
    await expect.element(button('Choose files')).toBeInTheDocument();
    expect(session.calls).toEqual(['leave']);
    expect(session.around.watchers).toBe(0);
  });
});

test('the room is asked for once, when the page is in it', async () => {
  const session = new FakeReceive(receiveView({ status: 'connecting', amount: undefined, files: [], choices: [] }));
  const asked = vi.spyOn(session, 'room');
  await mountApp(new FakeBeamline(undefined, session), HASH);
  expect(asked).not.toHaveBeenCalled();
  session.set(receiveView());
  session.set(receiveView());
  await expect.element(button('Add files')).toBeVisible();
  expect(asked).toHaveBeenCalledOnce();
});

describe('what is beside a list that has just come', () => {
  const note = () => page.getByRole('textbox', { name: 'Note', exact: true });

  test('waits while the person begins to take it, and is there after the first bytes', async () => {
    const session = new FakeReceive(receiveView());
    const asked = [vi.spyOn(session, 'room'), vi.spyOn(session, 'notes')];
    await mountApp(new FakeBeamline(undefined, session), HASH);
    await button('Download').click();
    session.set(receiving({ bytesDone: 0, percent: 0, rate: undefined }));
    await expect.element(button('Pause')).toBeVisible();
    for (const each of asked) expect(each).not.toHaveBeenCalled();
    session.set(receiving({ bytesDone: 65_536, percent: 0, rate: undefined }));
    await expect.element(note()).toBeVisible();
    await expect.element(button('Add files')).toBeVisible();
  });

  test('has its place before it is there', async () => {
    await page.viewport(390, 844); // one column: what comes stands above the choice of relays
    const session = new FakeReceive(receiving({ bytesDone: 0, percent: 0, rate: undefined }));
    await mountApp(new FakeBeamline(undefined, session), HASH);
    const relay = page.getByRole('checkbox', { name: 'Hide my IP address (relay only)' });
    await expect.element(relay).toBeVisible();
    const before = relay.element().getBoundingClientRect().top;
    expect(note().elements()).toEqual([]);
    session.set({ ...session.view, bytesDone: 1 });
    await expect.element(note()).toBeVisible();
    await expect.element(button('Add files')).toBeVisible();
    expect(Math.abs(relay.element().getBoundingClientRect().top - before)).toBeLessThan(16);
  });

  test('comes at once when there is something in it', async () => {
    const session = new FakeReceive(receiveView({ isBusy: true, hasMore: true }));
    const asked = vi.spyOn(session, 'notes');
    await mountApp(new FakeBeamline(undefined, session), HASH);
    await expect.poll(() => asked.mock.calls.length).toBe(1);
    await expect.element(note()).toBeVisible();
  });

  test('is not waited for where there is no list', async () => {
    const calm = vi.spyOn(globalThis, 'setTimeout');
    await mountApp(new FakeBeamline(undefined, new FakeReceive(emptyReceiveView())), HASH);
    await expect.element(note()).toBeVisible();
    expect(calm.mock.calls.map(([, ms]) => ms)).not.toContain(CALM_MS);
  });
});
