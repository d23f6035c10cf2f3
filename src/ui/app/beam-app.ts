import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import type { Beamline } from '../../session/view/beamline.ts';
import type { SendSession } from '../../session/view/send.ts';
import type { RecentView } from '../../session/view/storage.ts';
import { beamAppStyles } from './beam-app.styles.ts';
import './beam-broken.ts';
import './beam-footer.ts';
import '../home/beam-home.ts';
import './beam-notices.ts';
import { DropController } from '../home/drop-controller.ts';
import { isPlainClick } from './events.ts';
import { mark } from '../parts/icons.ts';
import { Navigation } from './navigation.ts';
import { sessionOf } from './place.ts';
import { isReceive, type Session } from './session-list.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { ShortcutController } from './shortcut-controller.ts';
import { currentLocale, startLocale, switchLocale } from '../strings/locale.ts';
import { pageTitle } from '../strings/title.ts';
import { words } from '../strings/words.ts';

/** The whole page around the place that is shown. It takes files and texts that are dropped or pasted anywhere. */
@customElement('beam-app')
export class BeamApp extends LitElement {
  static override styles = [sharedStyles, beamAppStyles];

  /** The product behind the page; nothing is shown until it is set. */
  @property({ attribute: false }) beamline!: Beamline;

  @state() private applyUpdate: (() => void) | undefined;

  private readonly navigation = new Navigation(this, () => void this.arrived());
  private readonly drop = new DropController(this, {
    gotTransfer: (transfer) => this.hasUpdated && this.gotTransfer(transfer),
    gotText: (text) => this.hasUpdated && this.gotText(text),
    takesText: () => this.navigation.place.type === 'home',
  });
  private readonly shortcuts = new ShortcutController(this, {
    choose: () => {
      const home = this.renderRoot.querySelector('beam-home');
      home?.choose();
      return home !== null;
    },
  });
  private readonly language = startLocale();

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  /**
   * The first render waits for the texts of its language. It also yields one task, so that events that are queued since
   * the elements were defined run first, mostly the room's answer.
   */
  protected override async scheduleUpdate(): Promise<void> {
    await this.language;
    if (!this.hasUpdated) await new Promise((resolve) => setTimeout(resolve));
    await super.scheduleUpdate();
  }

  protected override shouldUpdate(): boolean {
    return this.beamline !== undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('beamline')) return;
    this.beamline.onUpdate((apply) => (this.applyUpdate = apply));
    this.navigation.start(this.beamline);
  }

  /** Shows a share as soon as it has started. Files from the system's share sheet come this way too. */
  shareStarted(starting: Promise<SendSession>): void {
    void this.navigation.share(starting);
  }

  override render() {
    return html`
      <header>
        <a class="home" href="/" aria-label=${words.home()}
          @click=${(event: MouseEvent) => this.homeClicked(event)}>${mark}<span aria-hidden="true">Beamline</span></a>
        ${this.languageButton()}
      </header>
      <beam-notices .applyUpdate=${this.isUpdateWaiting ? this.applyUpdate : undefined}></beam-notices>
      <main class=${this.navigation.place.type === 'home' ? '' : 'growing'}
        @beam-files=${({ detail }: CustomEvent<FileList>) => this.shareStarted(this.beamline.shareFiles(detail))}
        @beam-handles=${({ detail }: CustomEvent<readonly FileSystemFileHandle[]>) =>
          this.shareStarted(this.beamline.shareHandles(detail))}
        @beam-home=${() => this.navigation.goHome()}
        @beam-go=${({ detail }: CustomEvent<string>) => this.navigation.openLink(detail)}
        @beam-insist=${() => this.navigation.insist()}
        @beam-room=${() => void this.navigation.openRoom(this.beamline)}
        @beam-text=${({ detail }: CustomEvent<string>) => this.openLinkIn(detail)}
        @beam-forget=${({ detail }: CustomEvent<RecentView>) => void this.navigation.forget(detail)}
        @beam-password=${({ detail }: CustomEvent<string>) => this.navigation.unlock(detail)}
        @beam-show=${({ detail }: CustomEvent<Session>) => this.navigation.show(detail)}
        @beam-back=${() => this.navigation.goBack()}
        @beam-retry=${() => location.reload()}
      >
        ${this.main()}
      </main>
      <footer @beam-how=${() => this.navigation.openHow()} @beam-shortcuts=${() => void this.shortcuts.list()}>
        <beam-footer .beamline=${this.beamline} .isHowShown=${this.navigation.place.type === 'how'}></beam-footer>
      </footer>
      ${this.drop.isOver ? html`<div class="over" aria-hidden="true"><span>${words.dropHere()}</span></div>` : nothing}
      ${this.shortcuts.isListed ? html`<beam-shortcuts @beam-close=${() => this.shortcuts.unlist()}></beam-shortcuts>` : nothing}
    `;
  }

  private main() {
    const { place } = this.navigation;
    switch (place.type) {
      case 'home':
        return html`<beam-home
          .doing=${place.doing}
          .isLit=${this.drop.isOver}
          .error=${place.error}
          .refusal=${place.refusal}
          .relayChoice=${this.beamline.relayChoice}
          .open=${this.navigation.sessions.behind(undefined)}
          .recent=${this.navigation.recent.list}
        ></beam-home>`;
      case 'how':
        return html`<beam-how></beam-how>`;
      case 'opening':
        return nothing;
      case 'locked':
        return html`<beam-password></beam-password>`;
      case 'enclosed':
        return html`<beam-enclosed .enclosure=${this.beamline.enclosure} .link=${location.href}></beam-enclosed>`;
      case 'broken':
        return html`<beam-broken .error=${place.error}></beam-broken>`;
      case 'session':
        return isReceive(place.session)
          ? html`<beam-receiver .session=${place.session} .room=${this.room} .relayChoice=${this.beamline.relayChoice}
              .uploadChoice=${this.beamline.uploadChoice}></beam-receiver>`
          : html`<beam-sender .session=${place.session} .room=${this.room}
              .uploadChoice=${this.beamline.uploadChoice}></beam-sender>`;
    }
  }

  /** Around the share on the page. */
  private get room() {
    const { place, sessions } = this.navigation;
    return place.type === 'session' ? sessions.roomOf(place.session) : undefined;
  }

  /** True while a reload would end nothing: no transfer, no live link. */
  private get isUpdateWaiting(): boolean {
    return !this.navigation.sessions.isBusy && this.navigation.sessions.behind(undefined).length === 0;
  }

  private languageButton() {
    const isKorean = currentLocale() === 'ko';
    return html`<button class="button plain" type="button" lang=${isKorean ? 'en' : 'ko'}
      @click=${() => switchLocale(isKorean ? 'en' : 'ko')}>
      ${isKorean ? 'English' : '한국어'}
    </button>`;
  }

  protected override updated(): void {
    const { place } = this.navigation;
    document.title = pageTitle(sessionOf(place)?.view, place.type === 'how' ? words.howItWorks() : undefined);
  }

  private homeClicked(event: MouseEvent): void {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    this.navigation.goHome();
  }

  /** Takes the files that the share on the page waits for, files for the room on the page, or a new share. */
  private gotTransfer(transfer: DataTransfer): void {
    const { room } = this;
    const session = sessionOf(this.navigation.place);
    if (session !== undefined && !isReceive(session) && session.view.needs !== undefined) session.dropAgain(transfer);
    else if (room?.view.canAdd === true || room?.view.isAdding === true) room.addTransfer(transfer);
    else this.shareStarted(this.beamline.shareTransfer(transfer));
  }

  /** A link of this app is opened. On the start page any other text begins a room. */
  private gotText(text: string): boolean {
    if (this.openLinkIn(text)) return true;
    if (text === '' || this.navigation.place.type !== 'home') return false;
    void this.navigation.openRoom(this.beamline, text);
    return true;
  }

  /** Whatever text stands around it. @returns whether there is one */
  private openLinkIn(text: string): boolean {
    const fragment = this.beamline.linkIn(text);
    if (fragment !== undefined) this.navigation.openLink(fragment);
    return fragment !== undefined;
  }

  /** Moves the focus, so that a screen reader begins where the new view begins. */
  private async arrived(): Promise<void> {
    await this.updateComplete;
    const view = this.renderRoot.querySelector<LitElement>('main > *');
    await view?.updateComplete;
    view?.renderRoot.querySelector('h1')?.focus();
    window.scrollTo(0, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-app': BeamApp;
  }
}
