/** Shortcuts of the keyboard, anywhere on the page: "?" lists them. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { isField } from '../home/drop-controller.ts';
import { areSingleKeysOn } from './single-keys.ts';

/** `keyCode` of a key that an input method has taken (UI Events, 7.3.1). */
const TAKEN_BY_INPUT_METHOD = 229;

interface ShortcutTarget {
  /** O: also what the key gives while a Korean keyboard writes Hangul. @returns whether there was something to open */
  choose(): boolean;
}

export class ShortcutController implements ReactiveController {
  /** Whether the list is shown. */
  isListed = false;

  private readonly host: ReactiveControllerHost;
  private readonly target: ShortcutTarget;
  private listening = new AbortController();

  constructor(host: ReactiveControllerHost, target: ShortcutTarget) {
    this.host = host;
    this.target = target;
    host.addController(this);
  }

  hostConnected(): void {
    this.listening = new AbortController();
    window.addEventListener('keydown', (event) => this.pressed(event), { signal: this.listening.signal });
  }

  hostDisconnected(): void {
    this.listening.abort();
  }

  /** The list is loaded when it is asked for. Without a network it may not come: then nothing happens. */
  async list(): Promise<void> {
    await import('./beam-shortcuts.ts');
    this.isListed = true;
    this.host.requestUpdate();
  }

  unlist(): void {
    this.isListed = false;
    this.host.requestUpdate();
  }

  private pressed(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey, isComposing, keyCode, defaultPrevented, repeat } = event;
    if (defaultPrevented || repeat || isComposing || keyCode === TAKEN_BY_INPUT_METHOD || this.isListed) return;
    if (ctrlKey || metaKey || altKey) return;
    if (key === 'Escape') return fold(event);
    const [target] = event.composedPath();
    if (isField(target) || target instanceof HTMLSelectElement || !areSingleKeysOn()) return;
    if (key === '?') {
      event.preventDefault();
      void this.list().catch(() => undefined);
    } else if (/^[oㅐ]$/i.test(key) && this.target.choose()) event.preventDefault();
  }
}

/** Folds the innermost thing that is open around the focus. The focus goes to what opens it. */
function fold(event: KeyboardEvent): void {
  const open = event.composedPath().find((element) => element instanceof HTMLDetailsElement && element.open);
  if (!(open instanceof HTMLDetailsElement)) return;
  event.preventDefault();
  open.open = false;
  open.querySelector('summary')?.focus();
}
