/** Puts the real <beam-app> into a state, over doubles of the engine. */
import '../../../src/ui/app/beam-app.ts';
import type { BeamApp } from '../../../src/ui/app/beam-app.ts';
import { FakeBeamline, FakeNotes, FakeReceive, FakeSend, HASH, receiveView, RECENT } from './fixtures.ts';
import '../../../src/ui/room/beam-notes.ts';
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

function drag(type: string, files: readonly File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }));
}

export const drop = (files: readonly File[]): void => drag('drop', files);

/** As far as to let go. */
export const hover = (files: readonly File[]): void => drag('dragenter', files);

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

export async function mountState(state: State): Promise<BeamApp> {
  const beamline = new FakeBeamline();
  if (state.type === 'sender') beamline.sending = new FakeSend(state.view);
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
    await customElements.whenDefined('beam-notes');
    await settled();
    return mounted;
  }
  if (state.type === 'receiver') {
    const receiving = new FakeBeamline(undefined, new FakeReceive(state.view));
    if (state.view.remarks.includes('address-hidden')) receiving.relayChoice.set(true);
    const app = await mountApp(receiving, HASH);
    if (state.view.amount !== undefined) {
      await customElements.whenDefined('beam-notes');
      await settled();
    }
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
  if (state.type === 'sender' && state.view.needs !== undefined) await customElements.whenDefined('beam-return');
  if (state.type === 'sender' && state.view.isOpen && state.view.needs === undefined)
    await customElements.whenDefined('beam-terms');
  if (state.type === 'home-open') {
    drop([new File(['x'], 'x')]);
    await settled();
    app.renderRoot.querySelector<HTMLAnchorElement>('a.home')?.click();
  }
  if (state.type === 'notices') {
    beamline.offerUpdate(() => undefined);
    window.dispatchEvent(new Event('offline'));
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
  await settled();
  return app;
}
