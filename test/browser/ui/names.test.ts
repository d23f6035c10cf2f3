/**
 * The table of docs/architecture.md, "What a test, a screen reader and a person can rely on". Where there must be one
 * only, it is the only one that holds the name in any part of its own: end-to-end tests look for them in this way.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';

import type { Locale } from '../../../src/ui/strings/locale.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { LINK } from './fixtures.ts';
import { mountState } from './mount.ts';
import { STATES } from './states.ts';

const NAMES = {
  en: {
    chooseFiles: 'Choose files',
    chooseFolder: 'Choose folder',
    shareLink: 'Share link',
    copyLink: 'Copy link',
    qrCode: 'QR code',
    files: 'Files',
    download: 'Download',
    progress: 'Progress',
    connection: 'Connection',
    cancel: { sender: 'Cancel', receiver: 'Cancel' },
    receiveFiles: 'Receive files',
    addFiles: 'Add files',
    note: 'Note',
    sendNote: 'Send note',
    people: 'People',
    help: 'Help others get this',
    limit: 'Upload limit',
  },
  ko: {
    chooseFiles: '파일 선택',
    chooseFolder: '폴더 선택',
    shareLink: '공유 링크',
    copyLink: '링크 복사',
    qrCode: 'QR 코드',
    files: '파일',
    download: '받기',
    progress: '진행률',
    connection: '연결',
    cancel: { sender: '공유 중지', receiver: '받기 취소' },
    receiveFiles: '파일 받기',
    addFiles: '파일 추가',
    note: '메모',
    sendNote: '메모 보내기',
    people: '참가자',
    help: '다른 사람이 받도록 돕기',
    limit: '업로드 속도 제한',
  },
} as const;

const FIRST_WORD =
  /^(Waiting|Connecting|Ready|Receiving|Sending|Saving|Paused|Reconnecting|Done|Stopped|Failed|대기 중|연결 중|준비됨|받는 중|보내는 중|저장 중|일시정지|다시 연결 중|완료|종료|실패)(\s|$)/;

async function show(name: string): Promise<void> {
  const state = STATES[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  await mountState(state);
}

describe.each(['en', 'ko'] satisfies Locale[])('in %s', (locale) => {
  const names = NAMES[locale];

  beforeEach(() => switchLocale(locale));

  test('home has one button for files and one for a folder, each a file input', async () => {
    await show('home');
    const files = page.getByRole('button', { name: names.chooseFiles, exact: false });
    const folder = page.getByRole('button', { name: names.chooseFolder, exact: false });
    expect(files.elements()).toHaveLength(1);
    expect(folder.elements()).toHaveLength(1);
    expect(files.element()).toMatchObject({ tagName: 'INPUT', type: 'file', multiple: true });
    expect(folder.element()).toMatchObject({ tagName: 'INPUT', type: 'file', webkitdirectory: true });
  });

  test('home has a button for a link that asks for files', async () => {
    await show('home');
    await expect.element(page.getByRole('button', { name: names.receiveFiles, exact: true })).toBeVisible();
  });

  test.each(['sender-waiting', 'receiver-ready', 'room-asking', 'room-send-here', 'room-sender', 'room-receiver'])(
    '%s has one button to add files, a file input, and a field for a note with its button',
    async (name) => {
      await show(name);
      const add = page.getByRole('button', { name: names.addFiles, exact: false });
      expect(add.elements()).toHaveLength(1);
      expect(add.element()).toMatchObject({ tagName: 'INPUT', type: 'file', multiple: true });
      await expect.element(page.getByRole('textbox', { name: names.note, exact: true })).toBeVisible();
      await expect.element(page.getByRole('button', { name: names.sendNote, exact: true })).toBeVisible();
    },
  );

  test.each(['sender-looking', 'sender-several', 'room-asking-given', 'room-sender', 'room-receiver'])(
    '%s has one list of people',
    async (name) => {
      await show(name);
      expect(page.getByRole('list', { name: names.people, exact: true }).elements()).toHaveLength(1);
    },
  );

  test('a share has its link whole, a button to copy it, and a QR code', async () => {
    await show('sender-waiting');
    await expect.element(page.getByRole('textbox', { name: names.shareLink, exact: true })).toHaveValue(LINK);
    await expect.element(page.getByRole('button', { name: names.copyLink, exact: true })).toBeVisible();
    await expect.element(page.getByRole('img', { name: names.qrCode, exact: true })).toBeVisible();
    await expect.element(page.getByRole('button', { name: names.cancel.sender, exact: true })).toBeVisible();
  });

  test('a receiver has the list of files, with names and sizes, and the button to download', async () => {
    await show('receiver-ready');
    const list = page.getByRole('list', { name: names.files, exact: true });
    await expect.element(list).toMatchTextContent(/photos\/IMG_2041.jpg/);
    await expect
      .element(list)
      .toMatchTextContent(/Summer by the sea, the long cut with everybody in it \(final version 3\).mp4/);
    await expect.element(list).toMatchTextContent(/4.3 ?MB/);
    expect(page.getByRole('button', { name: names.download, exact: false }).elements()).toHaveLength(1);
  });

  test.each([
    'sender-sending',
    'sender-several',
    'receiver-receiving',
    'receiver-reconnecting',
    'receiver-paused',
    'sender-paused',
    'receiver-saving',
  ])('%s has progress, connection and a way to cancel, one of each', async (name) => {
    await show(name);
    const progress = page.getByRole('progressbar', { name: names.progress, exact: false });
    expect(progress.elements()).toHaveLength(1);
    expect(Number(progress.element().getAttribute('aria-valuenow'))).toBeGreaterThan(0);
    expect(page.getByRole('region', { name: names.connection, exact: false }).elements()).toHaveLength(1);
    const cancel = name.startsWith('sender') ? names.cancel.sender : names.cancel.receiver;
    expect(page.getByRole('button', { name: cancel, exact: false }).elements()).toHaveLength(1);
  });

  test('names each person and the button to let go of it, apart from the progress of all', async () => {
    await show('sender-several');
    const one = locale === 'en' ? 'Person 2' : '참가자 2';
    await expect
      .element(page.getByRole('progressbar', { name: one, exact: true }))
      .toHaveAttribute('aria-valuenow', '42');
    await expect
      .element(
        page.getByRole('button', {
          name: locale === 'en' ? 'Disconnect person 2' : '참가자 2 연결 끊기',
          exact: true,
        }),
      )
      .toBeVisible();
  });

  test.each(['swarm-ready', 'swarm-receiving', 'swarm-done', 'swarm-given'])(
    '%s has one switch to help others, and one limit of what is sent',
    async (name) => {
      await show(name);
      expect(page.getByRole('checkbox', { name: names.help, exact: true }).elements()).toHaveLength(1);
      expect(page.getByRole('combobox', { name: names.limit, exact: true }).elements()).toHaveLength(1);
    },
  );

  test('the options of a link have one limit of what is sent', async () => {
    await show('swarm-options');
    expect(page.getByRole('combobox', { name: names.limit, exact: true }).elements()).toHaveLength(1);
  });

  test('how is a text, and has no status', async () => {
    await show('how');
    expect(page.getByRole('status').elements()).toEqual([]);
  });

  test.each(Object.keys(STATES).filter((name) => name !== 'how' && name !== 'shortcuts'))(
    '%s has one live status, and it begins with the word',
    async (name) => {
      await show(name);
      const status = page.getByRole('status').elements();
      expect(status).toHaveLength(1);
      const isQuiet = ['home', 'home-open', 'home-recent', 'notices', 'dragging', 'storage'].includes(name);
      if (!isQuiet) expect(status[0]?.textContent?.trim()).toMatch(FIRST_WORD);
    },
  );
});
