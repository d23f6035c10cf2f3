/** What a page tells of a share that its receivers pass on to each other, and what a person can do about it. */
import '../../../src/ui/app/base.css';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import type { ReceiveView, SwarmView } from '../../../src/session/view/receive.ts';
import type { GaveView, SendView } from '../../../src/session/view/send.ts';
import type { GivenShare, RoomView } from '../../../src/session/view/room.ts';
import { StoredUploadChoice } from '../../../src/shell/upload-choice.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import {
  added,
  AMOUNT,
  emptyReceiveView,
  FakeBeamline,
  FakeReceive,
  FakeRoom,
  FakeSend,
  type FakeTaken,
  given,
  HASH,
  NOTHING,
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
import { mountApp, settled } from './mount.ts';

const help = () => page.getByRole('checkbox', { name: 'Help others get this', exact: true });
const limit = () => page.getByRole('combobox', { name: 'Upload limit', exact: true });
const heading = () => page.getByRole('heading', { name: 'Passing it on', exact: true });

const swarmView = (changes: Partial<SwarmView> = {}): SwarmView => ({
  isSenderHere: true,
  holders: 0,
  wholes: 0,
  isAllowed: false,
  isHelping: false,
  passedOnBytes: 0,
  ...changes,
});

const OPEN_ROOM = { areAllowed: true, isOnlyHost: false };

beforeEach(async () => {
  localStorage.clear();
  await switchLocale('en');
});

afterEach(() => {
  document.body.replaceChildren();
  history.replaceState(null, '', location.pathname);
});

/** Something else is told of a share that another person gives. */
const tell = ([share]: readonly GivenShare[], changes: Partial<SwarmView>): void =>
  (share?.session as FakeTaken | undefined)?.set(taken({ swarm: swarmView(changes) }));

/** The page of one who takes a share. */
async function showReceiver(view: ReceiveView, room: Partial<RoomView> = {}) {
  const session = new FakeReceive(view);
  session.around = new FakeRoom(roomView(room));
  const beamline = new FakeBeamline(undefined, session);
  await mountApp(beamline, HASH);
  await customElements.whenDefined('beam-shares');
  await settled();
  return { session, choice: beamline.uploadChoice };
}

/** The page of one who sends. */
async function showSender(changes: Partial<SendView>, room: Partial<RoomView> = {}) {
  const session = new FakeSend(sendView(changes));
  session.around = new FakeRoom(roomView(room));
  const beamline = new FakeBeamline(session);
  await mountApp(beamline, SENT_HASH);
  await Promise.all(['beam-shares', 'beam-terms'].map((name) => customElements.whenDefined(name)));
  await settled();
  return { session, choice: beamline.uploadChoice };
}

describe('a receiver is told', () => {
  test.each([
    [{ holders: 1 }, '1 person here passes it on, too.', '여기 있는 1명도 이 파일을 나눠 주고 있어요.'],
    [
      { holders: 1200 },
      '1,200 people here pass it on to each other.',
      '여기 있는 1,200명이 이 파일을 서로 나눠 주고 있어요.',
    ],
    [
      { holders: 3, wholes: 1, isSenderHere: false },
      'The sender has left. 1 person here has all of it.',
      '보내는 사람이 나갔어요. 여기 있는 1명이 파일을 모두 가지고 있어요.',
    ],
    [
      { holders: 4, wholes: 3, isSenderHere: false },
      'The sender has left. 3 people here have all of it.',
      '보내는 사람이 나갔어요. 여기 있는 3명이 파일을 모두 가지고 있어요.',
    ],
    [
      { holders: 1, isSenderHere: false },
      'The sender has left. 1 person here has a part of it.',
      '보내는 사람이 나갔어요. 여기 있는 1명이 파일의 일부를 가지고 있어요.',
    ],
    [
      { holders: 3, isSenderHere: false },
      'The sender has left. 3 people here have parts of it.',
      '보내는 사람이 나갔어요. 여기 있는 3명이 파일을 나눠 가지고 있어요.',
    ],
    [{ passedOnBytes: 12_000_000 }, 'You have passed on 12 MB.', '지금까지 12MB를 나눠 줬어요.'],
  ])('%j: %s', async (changes, english, korean) => {
    await showReceiver(receiving({ swarm: swarmView(changes) }));
    await expect.element(page.getByText(english, { exact: true })).toBeVisible();
    await switchLocale('ko');
    await expect.element(page.getByText(korean, { exact: true })).toBeVisible();
  });

  test('nothing while there is nothing to tell', async () => {
    const { session } = await showReceiver(receiving());
    expect(heading().elements()).toEqual([]);
    session.set(receiving({ swarm: swarmView() }));
    await settled();
    expect(heading().elements()).toEqual([]);
    session.set(receiving({ swarm: swarmView({ holders: 2 }) }));
    await expect.element(heading()).toBeVisible();
    expect(help().elements()).toEqual([]); // its sender does not let it
  });

  test('the news of another share in its card', async () => {
    const shares = given([person(2), taken()]);
    await showReceiver(receiveView(), { given: shares });
    const card = page.getByRole('group', { name: 'From person 2', exact: true });
    tell(shares, { holders: 1, isSenderHere: false, passedOnBytes: 512 });
    await expect
      .element(
        card.getByText('The sender has left. 1 person here has a part of it. You have passed on 512 bytes.', {
          exact: true,
        }),
      )
      .toBeVisible();
  });
});

describe('"Help others get this"', () => {
  test('is the choice for this browser, here and in other tabs', async () => {
    const { choice } = await showReceiver(receiving({ swarm: swarmView({ isAllowed: true }) }));
    await expect.element(help()).toBeChecked();
    await expect
      .element(help())
      .toHaveAccessibleDescription('While this page is open, others can get it from you too.');
    await help().click();
    expect(choice.helps).toBe(false);
    choice.setHelps(true); // elsewhere
    await expect.element(help()).toBeChecked();
  });

  test('is there once for all that others give, as soon as one of it may be passed on', async () => {
    const shares = given([person(2), taken()], [person(3), taken()]);
    const { choice } = await showReceiver(emptyReceiveView(), { given: shares });
    expect(help().elements()).toEqual([]);
    for (const share of shares) tell([share], { isAllowed: true });
    await expect.element(help()).toBeVisible();
    await expect.element(limit()).toBeVisible();
    expect(help().elements()).toHaveLength(1);
    expect(limit().elements()).toHaveLength(1);
    await help().click();
    expect(choice.helps).toBe(false);
  });

  test('is there for a share that comes later than the page', async () => {
    const { session } = await showReceiver(emptyReceiveView());
    const shares = given([person(2), taken()]);
    session.around.set(roomView({ given: shares }));
    await settled();
    tell(shares, { isAllowed: true });
    await expect.element(help()).toBeVisible();
    session.around.set(roomView());
    await expect.element(help()).not.toBeInTheDocument();
    expect(shares.map(({ session }) => (session as FakeTaken).watchers)).toEqual([0]);
  });

  test('stands beside the first share alone, where that may be passed on', async () => {
    await showReceiver(receiving({ swarm: swarmView({ isAllowed: true }) }), {
      given: given([person(2), taken({ swarm: swarmView({ isAllowed: true }) })]),
    });
    await expect.element(limit()).toBeVisible();
    expect(help().elements()).toHaveLength(1);
    expect(limit().elements()).toHaveLength(1);
  });

  test('is there for a sender who takes something, whose limit is under Options', async () => {
    await showSender({}, { given: given([person(2), taken({ swarm: swarmView({ isAllowed: true }) })]) });
    await expect.element(help()).toBeVisible();
    await page.getByText('Options').click();
    expect(limit().elements()).toHaveLength(1);
  });
});

describe('"Upload limit"', () => {
  const options = () => limit().getByRole('option', { includeHidden: true });
  const texts = (): (string | undefined)[] =>
    options()
      .elements()
      .map((option) => option.textContent?.trim());

  test.each([
    ['a receiver', () => showReceiver(receiving({ swarm: swarmView({ isAllowed: true }) }))],
    [
      'a sender, under Options',
      async () => {
        const shown = await showSender({});
        await page.getByText('Options').click();
        return shown;
      },
    ],
  ])('is set by %s, here and in other tabs', async (_, show) => {
    const { choice } = await show();
    await expect.element(limit()).toBeInTheDocument();
    expect(texts()).toEqual(['No limit', '1 Mbit/s', '5 Mbit/s', '20 Mbit/s']);
    await expect.element(limit()).toHaveDisplayValue('No limit');
    await userEvent.selectOptions(limit(), '5 Mbit/s');
    expect(choice.mostBitsPerSecond).toBe(5_000_000);
    choice.setMost(20_000_000); // elsewhere
    await expect.element(limit()).toHaveDisplayValue('20 Mbit/s');
    choice.setMost(2_500_000);
    await expect.element(limit()).toHaveDisplayValue('2.5 Mbit/s');
    expect(texts()).toEqual(['No limit', '1 Mbit/s', '2.5 Mbit/s', '5 Mbit/s', '20 Mbit/s']);
    await userEvent.selectOptions(limit(), '20 Mbit/s');
    await expect.poll(texts).toEqual(['No limit', '1 Mbit/s', '5 Mbit/s', '20 Mbit/s']);
    await expect.element(limit()).toHaveDisplayValue('20 Mbit/s');
    await userEvent.selectOptions(limit(), 'No limit');
    expect(choice.mostBitsPerSecond).toBeUndefined();
    await expect.element(limit()).toHaveAccessibleDescription('Applies to everything that this browser sends.');
  });

  test('is what the browser keeps, and follows what another tab keeps', async () => {
    const choice = new StoredUploadChoice({});
    choice.setMost(1_000_000);
    const session = new FakeReceive(receiving({ swarm: swarmView({ isAllowed: true }) }));
    await mountApp(Object.assign(new FakeBeamline(undefined, session), { uploadChoice: choice }), HASH);
    await expect.element(limit()).toHaveDisplayValue('1 Mbit/s');
    localStorage.setItem('beamline-most-upload', '5000000');
    localStorage.setItem('beamline-helps', 'off');
    dispatchEvent(new StorageEvent('storage', { key: 'beamline-most-upload', newValue: '5000000' }));
    await expect.element(limit()).toHaveDisplayValue('5 Mbit/s');
    await expect.element(help()).not.toBeChecked();
  });
});

describe('a sender is told what left its line, and what others gave', () => {
  const times = (own: number, others: number): GaveView => ({
    ownBytes: own * AMOUNT.bytes,
    othersBytes: others * AMOUNT.bytes,
  });
  const gave = () => page.getByText(/× the size/);

  test('in both languages', async () => {
    await showSender({ receivers: [receiverView()], swarm: times(1.1, 6.9) });
    await expect.element(gave()).toHaveTextContent('You sent 1.1 × the size; others gave each other 6.9 ×.');
    await switchLocale('ko');
    await expect
      .element(page.getByText('나는 전체 크기의 1.1배를 보냈고, 받는 사람끼리 6.9배를 주고받았어요.'))
      .toBeVisible();
  });

  test.each([
    [times(1, 2), '1.0', '2.0'],
    [times(1234.56, 0.06), '1,234.6', '0.1'],
  ])('with one decimal: %j', async (swarm, own, others) => {
    await showSender({ receivers: [receiverView()], swarm });
    await expect.element(gave()).toHaveTextContent(`You sent ${own} × the size; others gave each other ${others} ×.`);
  });

  test('of a share that was added, too', async () => {
    await showSender({}, { added: added(offered({ swarm: { ownBytes: 4_398_400, othersBytes: 8_796_800 } })) });
    await expect
      .element(page.getByRole('group', { name: 'Added by you', exact: true }))
      .toMatchTextContent(/You sent 1\.0 × the size; others gave each other 2\.0 ×\./);
  });

  test.each([
    ['nothing was passed on', undefined, AMOUNT],
    ['it is next to nothing', times(1, 0.04), AMOUNT],
    ['nothing is all that there is', { ownBytes: 0, othersBytes: 0 }, NOTHING],
  ])('not where %s', async (_, swarm, amount) => {
    await showSender({ receivers: [receiverView()], swarm, amount });
    expect(gave().elements()).toEqual([]);
  });
});

describe('who may connect with whom', () => {
  const allowed = () => page.getByRole('checkbox', { name: 'People with the link may connect with each other' });

  test('is told with what comes of it, and that a limit on downloads keeps it from the others', async () => {
    const { session } = await showSender({}, { guests: { areAllowed: true, isOnlyHost: undefined } });
    await page.getByText('Options').click();
    await expect.element(allowed()).toHaveAccessibleDescription(/pass yours on while their page is open/);
    await expect
      .element(allowed())
      .toHaveAccessibleDescription(/Whoever has a file keeps it after you stop sharing\.$/);
    session.set(sendView({ terms: { expiresMs: undefined, mostDownloads: 3 } }));
    await expect
      .element(allowed())
      .toHaveAccessibleDescription(/With a limit on downloads, only you send your files\.$/);
  });

  const told = () => page.getByText('People here can see each other’s IP address.', { exact: true });

  test('is told beside Download, until that is pressed', async () => {
    const { session } = await showReceiver(receiveView(), { guests: OPEN_ROOM });
    await expect.element(told()).toBeVisible();
    await expect.element(page.getByRole('checkbox', { name: 'Connect me with the host only' })).toBeVisible();
    session.set(receiving());
    await expect.element(told()).not.toBeInTheDocument();
    session.set(receiveView({ status: 'done', percent: 100 }));
    await settled();
    expect(told().elements()).toEqual([]);
  });

  test.each([
    ['nobody but the host learns it', undefined],
    ['the host does not let them', { areAllowed: false, isOnlyHost: false }],
    ['this person does not want it', { areAllowed: true, isOnlyHost: true }],
  ])('is not told where %s', async (_, guests) => {
    await showReceiver(receiveView(), { guests });
    expect(told().elements()).toEqual([]);
  });
});
