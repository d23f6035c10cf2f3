/** Builds the parts, and of them the product that the page shows. */
import { fragmentIn } from '../rendezvous/link.ts';
import type { Beamline } from '../session/view/beamline.ts';
import { thisInAppBrowser } from '../shell/in-app-browser.ts';
import { tryOut } from '../shell/trial.ts';
import { askedBy } from '../ui/app/place.ts';
import { thisDevice } from './device.ts';
import { Early } from './early.ts';
import { Housekeeping } from './housekeeping.ts';
import { Kept } from './kept.ts';
import { loadReceiver, Receiving } from './receiving.ts';
import { Sending } from './sending.ts';

/** Of one who is about to choose or drop something. */
const INTENTS = ['pointerdown', 'keydown', 'dragenter'] as const;

/** What the address asks for has begun when this returns. */
export function compose(): Beamline {
  if (askedBy(location).type === 'link') loadReceiver();
  const trial = tryOut(); // before anything is begun that could not be ended
  const enclosure = thisInAppBrowser();
  const device = thisDevice();
  const kept = new Kept();
  const sending = new Sending(device, kept, trial);
  const receiving = new Receiving(device, kept, trial, enclosure, () => sending.offering());
  const early = new Early(location, {
    receive: (fragment) => receiving.receive(fragment),
    prepareToSend: () => sending.load(),
  });
  const housekeeping = new Housekeeping(kept);
  for (const intent of INTENTS) addEventListener(intent, () => sending.load(), { once: true });
  return {
    lack: trial.whole,
    shareTransfer: (transfer) => sending.shareTransfer(transfer),
    shareFiles: (list) => sending.shareFiles(list),
    shareHandles: (handles) => sending.shareHandles(handles),
    openRoom: (text) => sending.openRoom(text),
    enclosure,
    insist: () => receiving.insist(),
    linkIn: (text) => fragmentIn(text, location.host),
    receive: (fragment, password) => early.take(fragment) ?? receiving.receive(fragment, password),
    return: (fragment) => sending.return(fragment),
    recent: () => kept.recent(),
    forgetSent: async (id) => (await kept.stores).recent.forgetSent(id),
    relayChoice: device.relayChoice,
    uploadChoice: device.uploadChoice,
    storage: () => kept.storage(),
    forget: (id) => kept.forget(id),
    onUpdate: (listener) => housekeeping.onUpdate(listener),
  };
}
