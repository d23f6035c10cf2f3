import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import { toBeamError, type BeamError } from '../protocol/errors.ts';
import type { Beamline, SendSession } from '../session/view.ts';
import { beamAppStyles } from './beam-app.styles.ts';
import './beam-broken.ts';
import './beam-home.ts';
import './beam-receiver.ts';
import './beam-sender.ts';
import { DropController } from './drop-controller.ts';
import { mark } from './icons.ts';
import { isReceive, SessionList, type Session } from './session-list.ts';
import { sharedStyles } from './shared.styles.ts';
import { currentLocale, startLocale, switchLocale } from './strings/locale.ts';
import { pageTitle } from './strings/title.ts';
import { words } from './strings/words.ts';

/** What the page shows. */
type Place =
  | { readonly type: 'home'; readonly isGathering: boolean; readonly error: BeamError | undefined }
  | { readonly type: 'session'; readonly session: Session }
  | { readonly type: 'broken'; readonly error: BeamError };

const HOME: Place = { type: 'home', isGathering: false, error: undefined };

const sessionOf = (place: Place): Session | undefined => (place.type === 'session' ? place.session : undefined);

/** Joins the whole page: finds out what to show, holds the sessions, and takes files dropped or pasted anywhere. */
@customElement('beam-app')
export class BeamApp extends LitElement {
  static override styles = [sharedStyles, beamAppStyles];

  /** The product behind the page; nothing is shown until it is set. */
  @property({ attribute: false }) beamline!: Beamline;

  @state() private place: Place = HOME;
  @state() private isOnline = navigator.onLine;
  @state() private isStorageShown = false;
  @state() private applyUpdate: (() => void) | undefined;

  readonly #sessions = new SessionList(this);
  readonly #drop = new DropController(this, {
    gotTransfer: (transfer) => this.hasUpdated && this.shareStarted(this.beamline.shareTransfer(transfer)),
    gotText: (text) => this.#gotText(text),
  });
  readonly #language = startLocale();
  #listening = new AbortController();
  #shares = 0;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    window.addEventListener('popstate', this.#route, { signal });
    window.addEventListener('hashchange', this.#route, { signal });
    window.addEventListener('online', () => (this.isOnline = true), { signal });
    window.addEventListener('offline', () => (this.isOnline = false), { signal });
    window.addEventListener('beforeunload', (event) => this.#sessions.isBusy && event.preventDefault(), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
  }

  /** The first render waits for the texts of its language. */
  protected override async scheduleUpdate(): Promise<void> {
    await this.#language;
    await super.scheduleUpdate();
  }

  protected override shouldUpdate(): boolean {
    return this.beamline !== undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('beamline')) return;
    this.beamline.onUpdate((apply) => (this.applyUpdate = apply));
    this.#route();
  }

  /** Shows a share as soon as it has started: also for files that came by the system's share sheet. */
  shareStarted(starting: Promise<SendSession>): void {
    void this.#share(starting);
  }

  override render() {
    return html`
      <header>
        <a class="home" href="/" aria-label=${words.home()} @click=${(event: MouseEvent) => this.#homeClicked(event)}>${mark}<span aria-hidden="true">Beamline</span></a>
        ${this.#languageButton()}
      </header>
      ${this.#notices()}
      <main
        @beam-files=${({ detail }: CustomEvent<FileList>) => this.shareStarted(this.beamline.shareFiles(detail))}
        @beam-home=${() => this.#goHome()}
        @beam-show=${({ detail }: CustomEvent<Session>) => this.#show(detail)}
        @beam-retry=${() => location.reload()}
      >
        ${this.#main()}
      </main>
      <footer @beam-close=${() => this.#toggleStorage()}>
        <button class="button plain" type="button" aria-expanded=${this.isStorageShown} @click=${() => this.#toggleStorage()}>${words.storage()}</button>
        ${this.isStorageShown ? html`<beam-storage .beamline=${this.beamline}></beam-storage>` : nothing}
      </footer>
      ${this.#drop.isOver ? html`<div class="over" aria-hidden="true"><span>${words.dropHere()}</span></div>` : nothing}
    `;
  }

  #main() {
    const { place } = this;
    switch (place.type) {
      case 'home':
        return html`<beam-home
          .isGathering=${place.isGathering}
          .isLit=${this.#drop.isOver}
          .error=${place.error}
          .open=${this.#sessions.behind(undefined)}
        ></beam-home>`;
      case 'broken':
        return html`<beam-broken .error=${place.error}></beam-broken>`;
      case 'session':
        return isReceive(place.session)
          ? html`<beam-receiver .session=${place.session}></beam-receiver>`
          : html`<beam-sender .session=${place.session}></beam-sender>`;
    }
  }

  /** A newer version is only offered while a reload would end nothing: no transfer, no live link. */
  #notices() {
    const isUpdateOffered = this.applyUpdate !== undefined && !this.#sessions.isBusy && this.#sessions.behind(undefined).length === 0;
    return html`<div class="notices" aria-live="polite">
      ${this.isOnline ? nothing : html`<p>${words.offline()}</p>`}
      ${isUpdateOffered
        ? html`<p>${words.updateReady()} <button class="button" type="button" @click=${() => this.applyUpdate?.()}>${words.updateNow()}</button></p>`
        : nothing}
    </div>`;
  }

  #languageButton() {
    const isKorean = currentLocale() === 'ko';
    return html`<button class="button plain" type="button" lang=${isKorean ? 'en' : 'ko'} @click=${() => switchLocale(isKorean ? 'en' : 'ko')}>
      ${isKorean ? 'English' : '한국어'}
    </button>`;
  }

  protected override updated(): void {
    document.title = pageTitle(sessionOf(this.place)?.view);
  }

  /** What the address and the history entry ask for. */
  readonly #route = (): void => {
    const held = this.#sessions.get((history.state as { share?: string } | null)?.share ?? location.hash);
    if (held !== undefined) this.#go({ type: 'session', session: held });
    else if (location.hash.length <= 1) this.#go(HOME);
    else this.#receive(location.hash);
  };

  #receive(hash: string): void {
    try {
      const session = this.beamline.receive(hash);
      this.#sessions.hold(hash, session);
      this.#go({ type: 'session', session });
    } catch (thrown) {
      this.#go({ type: 'broken', error: toBeamError(thrown, 'internal') });
    }
  }

  async #share(starting: Promise<SendSession>): Promise<void> {
    this.#leaveLink();
    this.#go({ type: 'home', isGathering: true, error: undefined });
    try {
      const session = await starting;
      this.#shares += 1;
      this.#sessions.hold(`share-${this.#shares}`, session);
      this.#show(session);
    } catch (thrown) {
      this.#go({ type: 'home', isGathering: false, error: toBeamError(thrown, 'internal') });
    }
  }

  /** A new history entry, so that Back does not leave the page and end the share. */
  #show(session: Session): void {
    const key = this.#sessions.keyOf(session);
    if (key === undefined) return;
    if (isReceive(session)) history.pushState(null, '', key);
    else history.pushState({ share: key }, '', location.pathname);
    this.#go({ type: 'session', session });
  }

  /** The address says where we are: with a link in it, a reload would open that link. */
  #leaveLink(): void {
    if (location.hash !== '' || history.state !== null) history.pushState(null, '', location.pathname);
  }

  #goHome(): void {
    this.#leaveLink();
    this.#go(HOME);
  }

  #homeClicked(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#goHome();
  }

  /** A pasted link of ours is opened. */
  #gotText(text: string): void {
    if (!URL.canParse(text.trim())) return;
    const url = new URL(text.trim());
    if (url.origin === location.origin && url.hash.length > 1) location.hash = url.hash;
  }

  #go(place: Place): void {
    const isElsewhere = place.type !== this.place.type || sessionOf(place) !== sessionOf(this.place);
    this.place = place;
    this.#sessions.tidy(sessionOf(place));
    if (isElsewhere && this.hasUpdated) void this.#focusHeading();
  }

  /** The reader begins where the new view begins. */
  async #focusHeading(): Promise<void> {
    await this.updateComplete;
    const view = this.renderRoot.querySelector<LitElement>('main > *');
    await view?.updateComplete;
    view?.renderRoot.querySelector('h1')?.focus();
    window.scrollTo(0, 0);
  }

  async #toggleStorage(): Promise<void> {
    this.isStorageShown = !this.isStorageShown;
    if (!this.isStorageShown) return;
    await import('./beam-storage.ts');
    await this.updateComplete;
    const section = this.renderRoot.querySelector('beam-storage');
    await section?.updateComplete;
    section?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-app': BeamApp;
  }
}
