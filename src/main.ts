/** The composition root: builds the parts and mounts <beam-app>. */
import { parseFragment } from './share/link.ts';
import { Cabinet } from './session/cabinet.ts';
import { ReceiveShare } from './session/receive-share.ts';
import { SendShare } from './session/send-share.ts';
import type { Sinks } from './session/saving.ts';
import type { Beamline } from './session/view.ts';
import { Registration } from './shell/registration.ts';
import { DownloadSink } from './storage/download-sink.ts';
import { FileSource } from './storage/file-source.ts';
import { pickFolder } from './storage/folder-picker.ts';
import { pickedFromList, pickedFromTransfer, type PickedFile } from './storage/picked-files.ts';
import { scriptUrl } from './storage/script-url.ts';
import { persistStorage } from './storage/space.ts';
import { openStores } from './storage/stores.ts';
import './ui/beam-app.ts';

const SWEEP_MS = 10_000;

const server = location.origin;
const config: RTCConfiguration = {};
const { vaults, ledger } = await openStores();
const freeBytes = () => vaults.freeBytes();
const cabinet = new Cabinet({ vaults, ledger, freeBytes });

const share = async (picked: Promise<PickedFile[]>) => new SendShare(new FileSource(await picked), { base: server, config });

const folderSink = (pick: () => Promise<FileSystemDirectoryHandle>) => async () => {
  const folder = await pick();
  const { FolderSink } = await import('./storage/folder-sink.ts');
  return new FolderSink(folder);
};

/** Rarely used, and loaded when they are: saving several files. */
const sinks: Sinks = {
  download: () => new DownloadSink(),
  folder: pickFolder && folderSink(pickFolder),
  zip: (name) => ({
    save: async (...args) => {
      const { ZipSink } = await import('./storage/zip-sink.ts');
      return new ZipSink(name, vaults).save(...args);
    },
  }),
};

const registration = new Registration();

const beamline: Beamline = {
  shareTransfer: (transfer) => share(pickedFromTransfer(transfer)),
  shareFiles: (files) => share(pickedFromList(files)),
  receive: (fragment) => new ReceiveShare(parseFragment(fragment), { vaults, ledger, server, config, sinks, freeBytes, persist: persistStorage }),
  storage: () => cabinet.view(),
  forget: (id) => cabinet.forget(id),
  onUpdate: (listener) => registration.onUpdate(listener),
};

const app = document.querySelector('beam-app');
if (app !== null) app.beamline = beamline;

if (import.meta.env.PROD) registration.start(scriptUrl('/sw.js'));
// Nobody waits for it, and the page is there first.
setTimeout(() => void cabinet.sweep(Date.now()), SWEEP_MS);
