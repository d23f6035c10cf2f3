import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, queryAll, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';

import { toBeamError, type BeamError } from '../../../protocol/errors.ts';
import type { NoteRefusal, NotesSession, NoteView } from '../../../session/view/notes.ts';
import { isField } from '../../home/drop-controller.ts';
import type { BeamNote } from './beam-note.ts';
import './beam-note.ts';
import { beamNotesStyles } from './beam-notes.styles.ts';
import { authorText } from './note-author.ts';
import { sharedStyles } from '../../parts/shared.styles.ts';
import { ViewController } from '../../parts/view-controller.ts';
import { countText } from '../../strings/amount.ts';
import { errorText } from '../../strings/errors.ts';
import { addKorean } from '../../strings/locale.ts';
import { notesTemplates } from '../../strings/notes-korean.ts';
import { noteRefusalTexts, notesWords } from '../../strings/notes.ts';

addKorean(notesTemplates);

/** Notes that are drawn at first, and with each "Show earlier notes". There can be thousands. */
const DRAWN = 100;

/** Characters of a new note that are read aloud. */
const SPOKEN_CHARS = 200;

/** Pixels from the end of the list that still count as its end. */
const NEAR_END_PX = 40;

/** What a browser says of a key that an input method has taken (UI Events, 7.3.1). */
const TAKEN_BY_INPUT_METHOD = 229;

/** What was begun and not sent, for when the page comes back to it. */
const drafts = new WeakMap<NotesSession, string>();

/** The notes of a room, and a field for one more. Loaded where there is a room with the service. */
@customElement('beam-notes')
export class BeamNotes extends LitElement {
  static override styles = [sharedStyles, beamNotesStyles];

  @property({ attribute: false }) session!: NotesSession;

  @state() private refusal: NoteRefusal | undefined;
  @state() private drawn = DRAWN;

  /** Why the notes are not kept, or not removed, as the person wanted. */
  @state() private failure: BeamError | undefined;

  @query('textarea') private field!: HTMLTextAreaElement;
  @query('ol') private list!: HTMLOListElement | null;
  @queryAll('beam-note') private elements!: NodeListOf<BeamNote>;

  /** Ids of the notes that the last view had; undefined before the first. */
  private seen: ReadonlySet<string> | undefined;
  private watched: NotesSession | undefined;
  private news = { key: '', text: '' };
  private isFollowing = true;
  private listening = new AbortController();

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.session));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listening = new AbortController();
    window.addEventListener('paste', (event) => this.pasted(event), { signal: this.listening.signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.listening.abort();
  }

  protected override willUpdate(): void {
    const { notes } = this.session.view;
    if (this.watched !== this.session) this.seen = undefined;
    this.watched = this.session;
    const added = notes.filter(({ id }) => this.seen?.has(id) === false);
    this.tell(added.filter(({ author }) => !author.isOwn));
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = this.list ?? {};
    const isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    this.isFollowing =
      this.seen === undefined || (added.length > 0 && (isAtEnd || added.some(({ author }) => author.isOwn)));
    this.seen = new Set(notes.map(({ id }) => id));
  }

  protected override firstUpdated(): void {
    this.field.value = drafts.get(this.session) ?? '';
  }

  override render() {
    const { notes, isKept } = this.session.view;
    return html`
      <h2>${notesWords.title()}</h2>
      ${notes.length === 0 ? html`<p class="quiet">${notesWords.empty()}</p>` : this.listOf(notes)}
      ${this.form()}
      ${isKept === undefined ? nothing : this.keeping(isKept)}
      <p class="unseen" aria-live="polite">${keyed(this.news.key, html`<span>${this.news.text}</span>`)}</p>
    `;
  }

  protected override updated(): void {
    if (this.isFollowing) void this.toEnd();
  }

  private listOf(notes: readonly NoteView[]) {
    return html`
      ${
        notes.length > this.drawn
          ? html`<button class="button plain earlier" type="button" @click=${() => (this.drawn += DRAWN)}>${notesWords.earlier()}</button>`
          : nothing
      }
      <ol role="list" aria-label=${notesWords.title()} tabindex="0">
        ${repeat(
          notes.slice(-this.drawn),
          ({ id }) => id,
          (note) => html`<li><beam-note .note=${note}></beam-note></li>`,
        )}
      </ol>
    `;
  }

  private form() {
    const isRefused = this.refusal !== undefined;
    return html`<form @submit=${this.submitted}>
      <label class="quiet" for="note">${notesWords.field()}</label>
      <textarea
        id="note"
        rows="2"
        dir="auto"
        autocomplete="off"
        enterkeyhint="send"
        aria-invalid=${isRefused ? 'true' : nothing}
        aria-describedby=${isRefused ? 'refusal' : 'hint'}
        @keydown=${this.gotKey}
        @input=${this.edited}
      ></textarea>
      <div aria-live="polite">
        ${this.refusal === undefined ? nothing : html`<p id="refusal" class="refusal">${noteRefusalTexts[this.refusal]()}</p>`}
      </div>
      <div class="ways">
        <p id="hint" class="quiet hint">${notesWords.hint()}</p>
        <button class="button">${notesWords.send()}</button>
      </div>
    </form>`;
  }

  private keeping(isKept: boolean) {
    return html`<div class="keeping">
      <label>
        <input type="checkbox" aria-describedby="keep-hint" .checked=${isKept} @change=${this.changedKeeping} />
        <span>${notesWords.keep()}</span>
      </label>
      <p class="quiet" id="keep-hint">${notesWords.keepHint()}</p>
      <div aria-live="polite">
        ${this.failure === undefined ? nothing : html`<p class="refusal">${errorText(this.failure)}</p>`}
      </div>
    </div>`;
  }

  private readonly changedKeeping = async ({ currentTarget }: Event): Promise<void> => {
    const box = currentTarget as HTMLInputElement;
    this.failure = undefined;
    try {
      await this.session.keep(box.checked);
    } catch (thrown) {
      box.checked = this.session.view.isKept === true;
      this.failure = toBeamError(thrown, 'storage-failed');
    }
  };

  private readonly edited = (): void => {
    this.refusal = undefined;
    drafts.set(this.session, this.field.value);
  };

  /**
   * A text that is pasted beside all fields is written into this one, where it is read before it is sent. The page takes
   * links and files before.
   */
  private pasted(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (event.defaultPrevented || isField(event.composedPath()[0]) || this.field.value !== '' || text === '') return;
    event.preventDefault();
    this.field.value = text;
    this.edited();
    this.field.focus();
  }

  private readonly submitted = (event: Event): void => {
    event.preventDefault();
    this.send();
    this.field.focus();
  };

  /**
   * An Enter that ends a composition belongs to the input method. Safari ends the composition before this event, which
   * then has only its key code to tell (WebKit bug 165004).
   */
  private readonly gotKey = (event: KeyboardEvent): void => {
    const { key, shiftKey, ctrlKey, altKey, metaKey, isComposing, keyCode } = event;
    if (key !== 'Enter' || isComposing || keyCode === TAKEN_BY_INPUT_METHOD) return;
    if (shiftKey || ctrlKey || altKey || metaKey) return;
    event.preventDefault();
    if (!event.repeat) this.send();
  };

  private send(): void {
    const text = this.field.value.trimEnd();
    if (text === '') return;
    this.refusal = this.session.send(text);
    if (this.refusal !== undefined) return;
    this.field.value = '';
    drafts.delete(this.session);
  }

  /** Read aloud, and once: what others have written since the last view. */
  private tell(notes: readonly NoteView[]): void {
    const last = notes.at(-1);
    if (last === undefined) return;
    const text =
      notes.length === 1
        ? notesWords.came(authorText(last.author), last.text.slice(0, SPOKEN_CHARS).toWellFormed())
        : notesWords.cameMany(countText(notes.length));
    this.news = { key: last.id, text };
  }

  private async toEnd(): Promise<void> {
    await Promise.all([...this.elements].map((element) => element.updateComplete));
    this.list?.scrollTo({ top: this.list.scrollHeight });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-notes': BeamNotes;
  }
}
