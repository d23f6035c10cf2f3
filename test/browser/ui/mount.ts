/** Puts the real <beam-app> into a state, over doubles of the engine. */
import '../../../src/ui/app/beam-app.ts';
import type { BeamApp } from '../../../src/ui/app/beam-app.ts';
import { FakeBeamline, FakeNotes, FakeReceive, FakeRoom, FakeSend, HASH, receiveView, RECENT } from './fixtures.ts';
import '../../../src/ui/room/notes/beam-notes.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import type { State } from './states.ts';

/** The page with this product behind it, opened at this address. */
export async function mountApp(beamline: FakeBeamline, address = '/'): Promise<BeamApp> {
  history.replaceState(null, '', new URL(address, location.origin));
  const app = document.createElement('beam-app');
  app.beamline = beamline;
  document.body.replaceChildren(app);
  await app.updateComplete;
  await settled();
  return app;
}

type Dragged = readonly File[] | { readonly [type: string]: string };

function drag(type: string, what: Dragged, target: EventTarget = document.body): DragEvent {
  const dataTransfer = new DataTransfer();
  if (Array.isArray(what)) for (const file of what as readonly File[]) dataTransfer.items.add(file);
  else for (const [format, text] of Object.entries(what)) dataTransfer.setData(format, text as string);
  const event = new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true });
  target.dispatchEvent(event);
  return event;
}

/** Files, or texts by their type. @returns whether the page took it on itself */
export const drop = (what: Dragged, target?: EventTarget): boolean => drag('drop', what, target).defaultPrevented;

/** As far as to let go. */
export const hover = (what: Dragged): DragEvent => drag('dragenter', what);

/** @returns whether the browser is kept from what it would do with it */
export const over = (what: Dragged, target?: EventTarget): boolean => drag('dragover', what, target).defaultPrevented;

/** On the page, and in none of its fields. */
export function paste(text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}

/** The element that has the focus, through all shadow roots. */
export function focused(root: DocumentOrShadowRoot = document): Element | null {
  const { activeElement } = root;
  return activeElement?.shadowRoot?.activeElement ? focused(activeElement.shadowRoot) : activeElement;
}

/** Resolves when all elements have rendered. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 4; round += 1) await new Promise((resolve) => setTimeout(resolve));
}

function unfold(root: ParentNode): void {
  for (const element of root.querySelectorAll('*')) {
    if (element instanceof HTMLDetailsElement) element.open = true;
    if (element.shadowRoot !== null) unfold(element.shadowRoot);
  }
}

const footerOf = (app: BeamApp) => app.renderRoot.querySelector('beam-footer')?.renderRoot;

/** What is over was open, and the page knows its room from then. */
function sendIn({ view, room }: State & { type: 'sender' }): FakeSend {
  if (room === undefined) return new FakeSend(view);
  const send = new FakeSend({ ...view, isOpen: true });
  send.around = new FakeRoom(room);
  return send;
}

function receiveIn({ view, room }: State & { type: 'receiver' }): FakeReceive {
  // Where there is more than the list, nothing waits for calm: so all states are there at once.
  const receive = new FakeReceive(isInRoom(view) ? { ...view, hasMore: true } : view);
  if (room !== undefined) receive.around = new FakeRoom(room);
  return receive;
}

function isInRoom(view: SendView | ReceiveView): boolean {
  if (view.note === 'other-tab') return false;
  if (view.role === 'receiver') return view.amount !== undefined || view.note === 'nothing-yet';
  return view.isOpen && view.needs === undefined;
}

const has = (root: ParentNode, name: string): boolean =>
  [...root.querySelectorAll('*')].some(
    (element) => element.localName === name || (element.shadowRoot !== null && has(element.shadowRoot, name)),
  );

/** Resolves when such an element is on the page, in whatever shadow root. */
async function shown(name: string): Promise<void> {
  while (!has(document, name)) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Resolves when the parts of the page are here that come with a room. */
async function roomLoaded(state: State): Promise<void> {
  if (state.type !== 'sender' && state.type !== 'receiver') return;
  if (state.room === undefined && !isInRoom(state.view)) return;
  await Promise.all(['beam-notes', 'beam-shares'].map((name) => customElements.whenDefined(name)));
  if (state.type === 'receiver') await shown('beam-notes');
  if (state.type === 'receiver' && state.room?.canAdd !== false) await shown('beam-add');
  if (state.type === 'sender') await customElements.whenDefined('beam-terms');
  const { added = [], given = [] } = state.room ?? {};
  if (given.some(({ session }) => session.view.choice !== undefined)) await customElements.whenDefined('beam-choice');
  if (given.some(({ session }) => session.view.names !== undefined)) await customElements.whenDefined('beam-names');
  if (added.some(({ session }) => session.view.needs !== undefined)) await customElements.whenDefined('beam-return');
  if (added.some(({ session }) => session.view.leftOut !== undefined))
    await customElements.whenDefined('beam-left-out');
  await settled();
}

export async function mountState(state: State): Promise<BeamApp> {
  const beamline = new FakeBeamline();
  if (state.type === 'sender') beamline.sending = sendIn(state);
  if (state.type === 'home' && state.error !== undefined) beamline.sending = state.error;
  if (state.type === 'home-recent') beamline.recents = RECENT;
  if (state.type === 'broken') return mountApp(beamline, '#not-a-token');
  if (state.type === 'lacking') {
    beamline.lack = Promise.resolve(state.error);
    return mountApp(beamline, state.isLink ? HASH : '/');
  }
  if (state.type === 'locked') {
    const app = await mountApp(beamline, `${HASH}.p1`);
    await customElements.whenDefined('beam-password');
    await settled();
    return app;
  }
  if (state.type === 'enclosed') {
    const { app, outside } = state;
    beamline.enclosure = { app, outside: () => outside };
    const mounted = await mountApp(beamline, HASH);
    await customElements.whenDefined('beam-enclosed');
    await settled();
    return mounted;
  }
  if (state.type === 'notes') {
    const receive = new FakeReceive(receiveView({ choices: ['folder'] }));
    receive.noted = new FakeNotes(state.view);
    const mounted = await mountApp(new FakeBeamline(undefined, receive), HASH);
    await shown('beam-notes');
    await settled();
    return mounted;
  }
  if (state.type === 'receiver') {
    const receiving = new FakeBeamline(undefined, receiveIn(state));
    if (state.view.remarks.includes('address-hidden')) receiving.relayChoice.set(true);
    const app = await mountApp(receiving, HASH);
    await customElements.whenDefined('beam-receiver');
    await settled();
    await roomLoaded(state);
    if (state.view.choice !== undefined) {
      await customElements.whenDefined('beam-choice');
      await settled();
    }
    if (state.isUnfolded === true || state.view.connection.failure !== undefined) {
      unfold(app.renderRoot);
      await customElements.whenDefined('beam-path');
      await settled();
    }
    return app;
  }
  const app = await mountApp(beamline);
  if (state.type === 'sender' || (state.type === 'home' && state.error !== undefined)) drop([new File(['x'], 'x')]);
  if (state.type === 'home-recent') await customElements.whenDefined('beam-recent');
  if (state.type === 'sender') await customElements.whenDefined('beam-sender');
  if (state.type === 'sender' && state.view.needs !== undefined) await customElements.whenDefined('beam-return');
  if (state.type === 'home-open') {
    drop([new File(['x'], 'x')]);
    await settled();
    app.renderRoot.querySelector<HTMLAnchorElement>('a.home')?.click();
  }
  if (state.type === 'notices') {
    beamline.offerUpdate(() => undefined);
    window.dispatchEvent(new Event('offline'));
  }
  if (state.type === 'home-refused') {
    paste('x'.repeat(64 * 1024 + 1));
    await import('../../../src/ui/home/first-note.ts');
  }
  if (state.type === 'dragging') hover([new File(['x'], 'x')]);
  if (state.type === 'storage') {
    footerOf(app)?.querySelector('button')?.click();
    await customElements.whenDefined('beam-storage');
  }
  if (state.type === 'how') {
    footerOf(app)?.querySelector('a')?.click();
    await customElements.whenDefined('beam-how');
  }
  if (state.type === 'shortcuts') {
    footerOf(app)?.querySelector<HTMLButtonElement>('.keys')?.click();
    await customElements.whenDefined('beam-shortcuts');
  }
  await settled();
  await roomLoaded(state);
  if (state.type === 'sender' && beamline.sending instanceof FakeSend) {
    beamline.sending.set(state.view);
    await settled();
    if (state.isUnfolded === true) unfold(app.renderRoot);
  }
  return app;
}
