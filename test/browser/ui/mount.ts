/** Puts the real <beam-app> into a state, over doubles of the engine. */
import '../../../src/ui/beam-app.ts';
import type { BeamApp } from '../../../src/ui/beam-app.ts';
import { FakeBeamline, FakeReceive, FakeSend, HASH } from './fixtures.ts';
import type { State } from './states.ts';

/** The page with this product behind it, opened at this address. */
export async function mountApp(beamline: FakeBeamline, hash = ''): Promise<BeamApp> {
  history.replaceState(null, '', location.pathname + location.search + hash);
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

export async function mountState(state: State): Promise<BeamApp> {
  const beamline = new FakeBeamline();
  if (state.type === 'sender') beamline.sending = new FakeSend(state.view);
  if (state.type === 'home' && state.error !== undefined) beamline.sending = state.error;
  if (state.type === 'broken') return mountApp(beamline, '#not-a-token');
  if (state.type === 'receiver') {
    const app = await mountApp(new FakeBeamline(undefined, new FakeReceive(state.view)), HASH);
    if (state.isUnfolded) unfold(app.renderRoot);
    return app;
  }
  const app = await mountApp(beamline);
  if (state.type === 'sender' || (state.type === 'home' && state.error !== undefined)) drop([new File(['x'], 'x')]);
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
    app.renderRoot.querySelector<HTMLButtonElement>('footer button')?.click();
    await customElements.whenDefined('beam-storage');
  }
  await settled();
  return app;
}
