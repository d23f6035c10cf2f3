/** Takes files that are dropped on the page or pasted into it, at any place. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

const hasFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') === true;

/** Text that is pasted into one of these fields is meant for the field. */
const isField = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && target.type !== 'file' && !target.readOnly);

interface DropTarget {
  /** Called in the event's own task, because the entries are gone afterwards. */
  gotTransfer(transfer: DataTransfer): unknown;
  gotText(text: string): unknown;
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

  constructor(host: ReactiveControllerHost, target: DropTarget) {
    this.host = host;
    this.target = target;
    host.addController(this);
  }

  /** Whether files hover over the page. */
  get isOver(): boolean {
    return this.lastEntered !== undefined;
  }

  hostConnected(): void {
    this.listening = new AbortController();
    const { signal } = this.listening;
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
    if (!hasFiles(event.dataTransfer)) return;
    this.lastEntered = event.composedPath()[0];
    this.host.requestUpdate();
  }

  private over(event: DragEvent): void {
    if (event.dataTransfer === null || !hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  }

  private left(event: DragEvent): void {
    if (event.composedPath()[0] === this.lastEntered) this.ended();
  }

  private dropped(event: DragEvent): void {
    this.ended();
    if (event.dataTransfer === null || !hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    this.target.gotTransfer(event.dataTransfer);
  }

  private pasted(event: ClipboardEvent): void {
    const { clipboardData } = event;
    if (clipboardData === null) return;
    if (hasFiles(clipboardData)) this.target.gotTransfer(clipboardData);
    else if (!isField(event.composedPath()[0])) this.target.gotText(clipboardData.getData('text/plain'));
  }

  private ended(): void {
    this.lastEntered = undefined;
    this.host.requestUpdate();
  }
}
