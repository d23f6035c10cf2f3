/** Takes files and texts that are dropped on the page or pasted into it, at any place. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

const hasFiles = ({ types }: DataTransfer): boolean => types.includes('Files');

/** A link that is dragged from another page is one, too. */
const hasText = ({ types }: DataTransfer): boolean => types.some((type) => /^text\/(plain|uri-list)$/.test(type));

/** Text that is pasted or dropped into one of these fields is meant for the field. */
export const isField = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !/^(file|checkbox)$/.test(target.type) && !target.readOnly);

interface DropTarget {
  /** Called in the event's own task, because the entries are gone afterwards. */
  gotTransfer(transfer: DataTransfer): unknown;
  /** @returns whether it is of use */
  gotText(text: string): boolean;
  /** Whether a text that is dropped now would be of use. */
  takesText(): boolean;
}

export class DropController implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly target: DropTarget;
  private listening = new AbortController();
  /**
   * The browser reports the next element as entered before it reports the last one as left. So the page is left when
   * the element that was entered last is left.
   */
  private lastEntered: EventTarget | undefined;
  /** What is dragged is a part of this page. */
  private isOwn = false;

  constructor(host: ReactiveControllerHost, target: DropTarget) {
    this.host = host;
    this.target = target;
    host.addController(this);
  }

  /** Whether something that can be dropped hovers over the page. */
  get isOver(): boolean {
    return this.lastEntered !== undefined;
  }

  hostConnected(): void {
    this.listening = new AbortController();
    const { signal } = this.listening;
    window.addEventListener('dragstart', () => (this.isOwn = true), { signal });
    window.addEventListener('dragend', () => (this.isOwn = false), { signal });
    window.addEventListener('dragenter', (event) => this.entered(event), { signal });
    window.addEventListener('dragover', (event) => this.over(event), { signal });
    window.addEventListener('dragleave', (event) => this.left(event), { signal });
    window.addEventListener('drop', (event) => this.dropped(event), { signal });
    window.addEventListener('paste', (event) => this.pasted(event), { signal });
  }

  hostDisconnected(): void {
    this.listening.abort();
  }

  private entered(event: DragEvent): void {
    const taken = this.taken(event);
    if (taken === undefined || taken === 'none') return;
    this.lastEntered = event.composedPath()[0];
    this.host.requestUpdate();
  }

  private over(event: DragEvent): void {
    const taken = this.taken(event);
    if (taken === undefined) return;
    event.preventDefault();
    event.dataTransfer!.dropEffect = taken === 'none' ? taken : 'copy';
  }

  private left(event: DragEvent): void {
    if (event.composedPath()[0] === this.lastEntered) this.ended();
  }

  private dropped(event: DragEvent): void {
    this.ended();
    const taken = this.taken(event);
    if (taken === undefined) return;
    event.preventDefault();
    const transfer = event.dataTransfer!;
    if (taken === 'files') this.target.gotTransfer(transfer);
    // "URL" is the first one of text/uri-list (HTML, 6.11.3).
    else if (taken === 'text') this.target.gotText(transfer.getData('text/plain') || transfer.getData('URL'));
  }

  private pasted(event: ClipboardEvent): void {
    const { clipboardData } = event;
    if (clipboardData === null) return;
    if (hasFiles(clipboardData)) this.target.gotTransfer(clipboardData);
    else if (isField(event.composedPath()[0])) return;
    else if (this.target.gotText(clipboardData.getData('text/plain'))) event.preventDefault();
  }

  /**
   * What is taken of it, if it is dropped here. "none" is refused: some browsers leave the page for a link that is
   * dropped on it. Undefined is left to the browser: a text for a field, or a part of this page.
   */
  private taken(event: DragEvent): 'files' | 'text' | 'none' | undefined {
    const { dataTransfer } = event;
    if (dataTransfer === null) return undefined;
    if (hasFiles(dataTransfer)) return 'files';
    if (this.isOwn || !hasText(dataTransfer) || isField(event.composedPath()[0])) return undefined;
    return this.target.takesText() ? 'text' : 'none';
  }

  private ended(): void {
    this.lastEntered = undefined;
    this.host.requestUpdate();
  }
}
