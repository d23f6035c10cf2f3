/** Where the page is: follows the address and its history, changes them, and holds the sessions. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { toBeamError, type BeamError } from '../../protocol/errors.ts';
import type { Beamline } from '../../session/view/beamline.ts';
import type { SendSession } from '../../session/view/send.ts';
import type { RecentView } from '../../session/view/storage.ts';
import { askedBy, canGoBack, HOME, sessionOf, toHome, toHow, toLink, type Place } from './place.ts';
import { RecentController } from '../home/recent-controller.ts';
import { isReceive, SessionList, type Session } from './session-list.ts';

export class Navigation implements ReactiveController {
  readonly sessions: SessionList;
  readonly recent: RecentController;
  private readonly host: ReactiveControllerHost;
  private readonly arrived: () => void;
  private listening = new AbortController();
  private beamline: Beamline | undefined;
  private shownPlace: Place = HOME;
  /** Set when nothing can be sent or received in this browser. */
  private lack: BeamError | undefined;

  /** @param arrived called when another place is shown than before; not for the first one */
  constructor(host: ReactiveControllerHost, arrived: () => void) {
    this.host = host;
    this.arrived = arrived;
    this.sessions = new SessionList(host);
    this.recent = new RecentController(host);
    host.addController(this);
  }

  hostConnected(): void {
    this.listening = new AbortController();
    const { signal } = this.listening;
    window.addEventListener('popstate', () => this.follow(), { signal });
    window.addEventListener('hashchange', () => this.follow(), { signal });
    window.addEventListener('beforeunload', (event) => this.sessions.isBusy && event.preventDefault(), { signal });
  }

  hostDisconnected(): void {
    this.listening.abort();
  }

  get place(): Place {
    return this.shownPlace;
  }

  /** Shows what the address asks for, with this product behind it. */
  start(beamline: Beamline): void {
    this.beamline = beamline;
    this.shownPlace = this.asked(beamline);
    if (this.shownPlace.type === 'home') this.loadRecent();
    void this.load();
    void beamline.lack.then((lack) => lack !== undefined && this.gotLack(lack));
  }

  /**
   * Shows what this browser lacks, wherever the page is, before anybody tries. Only "How it works" can still be read.
   */
  private gotLack(lack: BeamError): void {
    this.lack = lack;
    if (this.shownPlace.type === 'home') this.go(this.home);
    else if (this.shownPlace.type !== 'how') this.go({ type: 'broken', error: lack });
  }

  private get home(): Place {
    return { ...HOME, error: this.lack };
  }

  /** Shows a share as soon as it has started, or the reason why it has not. */
  async share(starting: Promise<SendSession>): Promise<void> {
    toHome();
    this.go({ type: 'home', isGathering: true, error: undefined });
    try {
      const session = await starting;
      this.sessions.hold(session.fragment, session);
      this.show(session);
    } catch (thrown) {
      this.go({ type: 'home', isGathering: false, error: toBeamError(thrown, 'internal') });
    }
  }

  show(session: Session): void {
    const key = this.sessions.keyOf(session);
    if (key === undefined) return;
    toLink(key);
    this.go({ type: 'session', session });
  }

  openLink(fragment: string): void {
    toLink(fragment);
    this.follow();
  }

  /** Shows the start page. What was shown goes on behind it. */
  openHow(): void {
    if (this.shownPlace.type === 'how') return;
    toHow();
    this.follow();
  }

  goHome(): void {
    toHome();
    this.go(this.home);
  }

  goBack(): void {
    if (canGoBack()) history.back();
    else this.goHome();
  }

  private follow(): void {
    if (this.beamline !== undefined) this.go(this.asked(this.beamline));
  }

  private asked(beamline: Beamline): Place {
    const asked = askedBy(location);
    switch (asked.type) {
      case 'home':
        return this.home;
      case 'how':
        return { type: 'how', session: sessionOf(this.shownPlace) };
      case 'share': {
        const session = this.sessions.get(asked.fragment);
        if (session !== undefined) return { type: 'session', session };
        void this.return(beamline, asked.fragment);
        return { type: 'returning' };
      }
      case 'link':
        return this.receive(beamline, asked.fragment);
    }
  }

  /** Opens a share of an earlier load of this page. */
  private async return(beamline: Beamline, fragment: string): Promise<void> {
    try {
      const session = await beamline.return(fragment);
      if (this.shownPlace.type !== 'returning') return session.leave();
      this.sessions.hold(fragment, session);
      this.go({ type: 'session', session });
    } catch (thrown) {
      this.go({ type: 'broken', error: toBeamError(thrown, 'internal') });
    }
  }

  /** Opens the link in the address with this password. */
  unlock(password: string): void {
    if (this.shownPlace.type === 'locked' && this.beamline !== undefined)
      this.go(this.receive(this.beamline, this.shownPlace.fragment, password));
  }

  /** Opens the link in the address although the page is inside another app. */
  insist(): void {
    this.beamline?.insist();
    this.follow();
  }

  /** Forgets an earlier share. */
  async forget(recent: RecentView): Promise<void> {
    if (this.beamline !== undefined) await this.recent.forget(this.beamline, recent);
    this.loadRecent();
  }

  private loadRecent(): void {
    if (this.beamline !== undefined)
      void this.recent.load(this.beamline, (fragment) => this.sessions.get(fragment) !== undefined);
  }

  private receive(beamline: Beamline, fragment: string, password?: string): Place {
    const held = this.sessions.get(fragment);
    if (held !== undefined) return { type: 'session', session: held };
    try {
      const session = beamline.receive(fragment, password);
      this.sessions.hold(fragment, session);
      return { type: 'session', session };
    } catch (thrown) {
      const error = toBeamError(thrown, 'internal');
      if (error.code === 'browser-enclosed') return { type: 'enclosed' };
      return error.code === 'password-needed' ? { type: 'locked', fragment } : { type: 'broken', error };
    }
  }

  private go(place: Place): void {
    const isElsewhere = place.type !== this.shownPlace.type || sessionOf(place) !== sessionOf(this.shownPlace);
    this.shownPlace = place;
    this.sessions.tidy(sessionOf(place));
    if (place.type === 'home') this.loadRecent();
    this.host.requestUpdate();
    if (isElsewhere) void this.load().then(this.arrived);
  }

  /** Loads elements that are rarely shown when they are needed. */
  private async load(): Promise<void> {
    const session = sessionOf(this.shownPlace);
    try {
      await partOf(this.shownPlace);
    } catch (thrown) {
      this.shownPlace = { type: 'broken', error: toBeamError(thrown, 'server-unreachable'), session };
      this.host.requestUpdate();
    }
  }
}

function partOf(place: Place): Promise<unknown> | undefined {
  if (place.type === 'how') return import('../home/beam-how.ts');
  if (place.type === 'enclosed') return import('./beam-enclosed.ts');
  if (place.type === 'locked') return import('../room/beam-password.ts');
  if (place.type !== 'session') return undefined;
  return isReceive(place.session) ? import('../room/beam-receiver.ts') : import('../room/beam-sender.ts');
}
