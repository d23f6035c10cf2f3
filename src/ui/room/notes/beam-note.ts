import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import type { NoteView } from '../../../session/view/notes.ts';
import { beamNoteStyles } from './beam-note.styles.ts';
import { checkIcon, copyIcon } from '../../parts/icons.ts';
import { linkParts, shortened, type TextPart } from '../../parts/link-parts.ts';
import { sharedStyles } from '../../parts/shared.styles.ts';
import { countText } from '../../strings/amount.ts';
import { currentLocale } from '../../strings/locale.ts';
import { notesWords } from '../../strings/notes.ts';
import { authorText } from './note-author.ts';

const COPIED_SHOWN_MS = 2500;

/** A longer text is folded. */
const FOLDED = { chars: 700, lines: 12 } as const;

/** One note: who wrote it, its text with links, how far it is, and a way to copy it. Its text is a stranger's. */
@customElement('beam-note')
export class BeamNote extends LitElement {
  static override styles = [sharedStyles, beamNoteStyles];

  @property({ attribute: false }) note!: NoteView;

  @state() private isUnfolded = false;

  /** What the last attempt to copy came to; forgotten after a moment. */
  @state() private copying: 'idle' | 'copied' | 'failed' = 'idle';

  @query('.written') private textElement!: HTMLElement;

  private text: string | undefined;
  private parts: readonly TextPart[] = [];
  /** The first ones of a long text; undefined of a short one. */
  private folded: readonly TextPart[] | undefined;
  private forget: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.forget);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('note')) return;
    this.toggleAttribute('data-own', this.note.author.isOwn);
    if (this.note.text === this.text) return;
    this.text = this.note.text;
    this.parts = linkParts(this.text);
    this.folded = shortened(this.parts, FOLDED);
  }

  override render() {
    const { author, atMs, isEarlier } = this.note;
    const isCopied = this.copying === 'copied';
    const parts = (this.isUnfolded ? undefined : this.folded) ?? this.parts;
    return html`
      <div class="who">
        <strong>${authorText(author)}</strong>
        ${isEarlier ? html`<span class="quiet">${notesWords.before()}</span>` : nothing}
        <time class="quiet figures" datetime=${new Date(atMs).toISOString()}>${timeText(this.note)}</time>
        <button class="button plain" type="button" @click=${() => this.copy()}>
          ${isCopied ? checkIcon : copyIcon} ${isCopied ? notesWords.copied() : notesWords.copy()}
        </button>
      </div>
      <p class="written" dir="auto">${parts.map(partOf)}${parts === this.folded ? html`<span class="more" aria-hidden="true">…</span>` : nothing}</p>
      ${this.foldButton()}
      ${author.isOwn ? html`<p class="quiet figures" data-state=${this.note.state}>${stateText(this.note)}</p>` : nothing}
      <p class=${this.copying === 'failed' ? 'quiet' : 'unseen'} aria-live="polite">${this.said()}</p>
    `;
  }

  private foldButton() {
    if (this.folded === undefined) return nothing;
    return html`<button class="button plain" type="button" aria-expanded=${this.isUnfolded} @click=${() => (this.isUnfolded = !this.isUnfolded)}>
      ${this.isUnfolded ? notesWords.showLess() : notesWords.showAll()}
    </button>`;
  }

  private said() {
    if (this.copying === 'idle') return nothing;
    return this.copying === 'copied' ? notesWords.copied() : notesWords.copyFailed();
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.note.text);
      this.copying = 'copied';
    } catch {
      this.copying = 'failed';
      this.isUnfolded = true;
      await this.updateComplete;
      getSelection()?.selectAllChildren(this.textElement);
    }
    clearTimeout(this.forget);
    this.forget = setTimeout(() => (this.copying = 'idle'), COPIED_SHOWN_MS);
  }
}

/** Without a character between: blanks in a note's text are shown. */
const partOf = (part: TextPart) =>
  part.type === 'text'
    ? part.text
    : html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer" dir="ltr">${part.text}</a>${
        part.host === undefined ? nothing : html` <span class="host" dir="ltr">(${part.host})</span>`
      }`;

/** "7:30 PM", with the day of one that was kept: "Oct 3, 7:30 PM". */
function timeText({ atMs, isEarlier }: NoteView): string {
  const day = isEarlier ? ({ month: 'short', day: 'numeric' } as const) : {};
  return new Intl.DateTimeFormat(currentLocale(), { ...day, hour: 'numeric', minute: '2-digit' }).format(atMs);
}

function stateText({ state, people, peopleReached }: NoteView): string {
  if (people === 0) return state === 'arrived' ? notesWords.arrived() : notesWords.waiting();
  switch (state) {
    case 'sending':
      return notesWords.sending();
    case 'sent':
      return peopleReached === 0 ? notesWords.sent() : notesWords.reached(countText(peopleReached), countText(people));
    case 'arrived':
      return people === 1 ? notesWords.arrived() : notesWords.arrivedAll();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-note': BeamNote;
  }
}
