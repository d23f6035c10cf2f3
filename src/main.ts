/** The composition root: builds the parts, looks for the share that the page was opened for, and mounts <beam-app>. */
import { Connections } from './connection/connections.ts';
import { fragmentAsked, fragmentIn, parseFragment, parseSentFragment } from './rendezvous/link.ts';
import { BeamError, toBeamError } from './protocol/errors.ts';
import type { StoredShares } from './files/keep/stored-shares.ts';
import type { Compression } from './files/compress/compression.ts';
// oxlint-disable-next-line import/default -- Vite makes it
import compressionUrl from './files/compress/compression.worker.ts?worker&url';
import { Recent } from './session/recent.ts';
import { ReceiveShare } from './session/receive-share.ts';
import type { SendShare } from './session/send-share.ts';
import { Decompression } from './files/compress/decompression.ts';
import type { Beamline } from './session/view/beamline.ts';
import { thisInAppBrowser } from './shell/in-app-browser.ts';
import { pageLife as life } from './shell/page-life.ts';
import { makeConnection, network } from './shell/platform.ts';
import type { Registration } from './shell/registration.ts';
import { StoredRelayChoice } from './shell/relay-choice.ts';
import { tryOut } from './shell/trial.ts';
import type * as Pickers from './storage/source/picked-files.ts';
import { scriptUrl } from './storage/script-url.ts';
import { persistStorage } from './storage/vault/space.ts';
import { takeTransfer } from './storage/source/taken-transfer.ts';
import { openStores } from './storage/stores.ts';
import { askedBy } from './ui/app/place.ts';

/**
 * What nobody waits for comes after the page and its connection: they have the line and the processor to themselves.
 */
const REGISTER_MS = 3000;
/** Of one who is about to choose or drop something. */
const INTENTS = ['pointerdown', 'keydown', 'dragenter'] as const;
const SWEEP_MS = 10_000;

const server = location.origin;
const config: RTCConfiguration = {};
/** Before anything is begun that could not be ended. */
const trial = tryOut();
/** One for all: the browser counts them together. */
const connections = new Connections(makeConnection);
const relayChoice = new StoredRelayChoice();
const enclosure = thisInAppBrowser();
/** To receive inside of another app. */
let isInsisting = false;
/** One for all that is sent: it has a worker. */
let compression: Compression | undefined;
const decompression = new Decompression();
const registration = new Promise<Registration>((resolve) => {
  setTimeout(() => {
    import('./shell/registration.ts').then(
      (shell) => resolve(new shell.Registration()),
      () => {}, // the next load finds it
    );
  }, REGISTER_MS);
});

/** What this browser keeps, and what is made of it: nobody is looked for later because of that. */
const stores = loaded(openStores()).then(({ vaults, ledger, sent, locks }) => {
  const freeBytes = () => vaults.freeBytes();
  const recent = new Recent({ ledger, sent });
  return { vaults, ledger, sent, locks, freeBytes, recent, persist: persistStorage };
});

/** The same for one who receives: with the ways in which files are saved. */
async function savingStores() {
  const [parts, { browserSinks }] = await Promise.all([stores, loaded(import('./storage/browser-sinks.ts'))]);
  return { ...parts, sinks: browserSinks(parts.vaults) };
}

/** What is loaded when it is needed may not come: that is told where it is needed. */
async function loaded<Parts>(loading: Promise<Parts>): Promise<Parts> {
  return loading.catch((thrown: unknown) => {
    throw toBeamError(thrown, 'server-unreachable');
  });
}

/** What is wanted seldom, and by nobody who waits for a file. */
async function storedShares(): Promise<StoredShares> {
  const [parts, { StoredShares }] = await Promise.all([stores, loaded(import('./files/keep/stored-shares.ts'))]);
  return new StoredShares(parts);
}

/** What only a sender needs: not part of the first load, and here before the files are chosen. */
async function senderParts() {
  const sending = [
    import('./session/send-share.ts'),
    import('./files/compress/compression.ts'),
    import('./ui/room/beam-sender.ts'),
  ] as const;
  const choosing = [import('./storage/source/picked-files.ts'), import('./storage/source/file-source.ts')] as const;
  const [{ SendShare }, { Compression }, , pickers, { FileSource }] = await loaded(
    Promise.all([...sending, ...choosing]),
  );
  compression ??= new Compression(() => new Worker(scriptUrl(compressionUrl), { type: 'module', name: 'compression' }));
  return { SendShare, FileSource, compression, pickers };
}
for (const intent of INTENTS) addEventListener(intent, () => void senderParts().catch(() => {}), { once: true }); // told when it is needed

/** Rejects when this browser lacks what nobody can send or receive without. */
async function demandAll(): Promise<void> {
  const lack = await trial.whole;
  if (lack !== undefined) throw lack;
}

type Pick = (pickers: typeof Pickers, onLeftOut: (each: Pickers.LeftOut) => void) => Promise<Pickers.PickedFile[]>;

/** @param pick what was taken of the choice before this is called: it is gone after its event */
async function share(
  pick: Pick,
  handles: Promise<readonly FileSystemHandle[]> = Promise.resolve([]),
): Promise<SendShare> {
  const leftOut: Pickers.LeftOut[] = [];
  const picked = senderParts().then(({ pickers }) => pick(pickers, (each) => leftOut.push(each)));
  const [files, kept, { sent, locks }, { SendShare, FileSource, compression }] = await Promise.all([
    picked,
    handles,
    stores,
    senderParts(),
    demandAll(),
  ]);
  return SendShare.create(
    new FileSource(files),
    kept,
    { base: server, config, relayChoice, compression, connections, life, network, sent, locks },
    leftOut,
  );
}

async function returnTo(fragment: string): Promise<SendShare> {
  const id = parseSentFragment(fragment);
  if (id === undefined) throw new BeamError('share-unknown');
  const [{ sent, locks }, { SendShare, compression }] = await Promise.all([stores, senderParts(), demandAll()]);
  return SendShare.return(id, {
    base: server,
    config,
    relayChoice,
    compression,
    connections,
    life,
    network,
    sent,
    locks,
  });
}

function receive(fragment: string, password?: string): ReceiveShare {
  const link = parseFragment(fragment);
  if (enclosure !== undefined && !isInsisting) throw new BeamError('browser-enclosed');
  if (trial.lack !== undefined) throw trial.lack;
  if (link.hasPassword && password === undefined) throw new BeamError('password-needed');
  return new ReceiveShare(
    link,
    {
      server,
      config,
      relayChoice,
      decompression,
      connections,
      life,
      network,
      stores: savingStores(),
      isEnclosed: enclosure !== undefined,
    },
    password,
  );
}

/**
 * What was stuck to the link is taken off, and a "#" that was lost is put back, before anybody reads the address: this
 * listens first.
 */
function tidyAddress(): void {
  const fragment = fragmentAsked(location);
  const { pathname, search, hash } = location;
  if (fragment !== undefined && `/${fragment}` !== pathname + search + hash)
    history.replaceState(history.state, '', `/${fragment}`);
}
tidyAddress();
for (const moved of ['hashchange', 'popstate'] as const) addEventListener(moved, tidyAddress);

/** By the link in the address, before anything is drawn; until it is asked for. */
const early = new Map<string, ReceiveShare>();
const asked = askedBy(location);
try {
  if (asked.type === 'link') {
    early.set(asked.fragment, receive(asked.fragment));
    void import('./ui/room/beam-receiver.ts').catch(() => {}); // told when it is needed
  }
} catch {
  // a link that is no good is told when it is asked for
}

const beamline: Beamline = {
  lack: trial.whole,
  shareTransfer: (transfer) => {
    const taken = takeTransfer(transfer);
    return share(({ pickedFromTransfer }, onLeftOut) => pickedFromTransfer(taken, onLeftOut), taken.handles);
  },
  shareFiles: (list) => {
    const files = Array.from(list); // the list empties when the page resets the input
    return share(({ pickedFromList }, onLeftOut) => pickedFromList(files, onLeftOut));
  },
  shareHandles: (handles) =>
    share(({ pickedFromHandles }, onLeftOut) => pickedFromHandles(handles, onLeftOut), Promise.resolve(handles)),
  openRoom: async () => {
    throw new BeamError('internal');
  },
  enclosure,
  insist: () => (isInsisting = true),
  linkIn: (text) => fragmentIn(text, location.host),
  receive: (fragment, password) => {
    const begun = early.get(fragment);
    early.delete(fragment);
    for (const other of early.values()) other.leave(); // the address changed before there was a page to follow it
    early.clear();
    return begun ?? receive(fragment, password);
  },
  return: returnTo,
  recent: () =>
    stores.then(
      ({ recent }) => recent.list(),
      () => [],
    ),
  forgetSent: async (id) => (await stores).recent.forgetSent(id),
  relayChoice,
  storage: async () => (await storedShares()).view(),
  forget: async (id) => (await storedShares()).forget(id),
  onUpdate: (listener) => void registration.then((each) => each.onUpdate(listener)),
};

void import('./ui/app/beam-app.ts').then(() => {
  const app = document.querySelector('beam-app');
  if (app !== null) app.beamline = beamline;
});

if (import.meta.env.PROD) void registration.then((each) => each.start(scriptUrl('/sw.js')));
setTimeout(() => {
  const nowMs = Date.now();
  void Promise.allSettled([
    storedShares().then((each) => each.sweep(nowMs)),
    stores.then(({ recent }) => recent.sweep(nowMs)),
  ]);
}, SWEEP_MS);
