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
  /** What the address asked for at first is still to come. */
  private isFirst = false;
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
    this.isFirst = this.shownPlace.type === 'opening';
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
  async share(starting: Promise<SendSession>, doing: 'gathering' | 'opening' = 'gathering'): Promise<void> {
    toHome();
    this.go({ ...HOME, doing });
    try {
      const session = await starting;
      this.sessions.hold(session.fragment, session);
      this.show(session);
    } catch (thrown) {
      this.go({ ...HOME, error: toBeamError(thrown, 'internal') });
    }
  }

  /** A room with nothing in it but this text, if there is one. */
  async openRoom(beamline: Beamline, text?: string): Promise<void> {
    try {
      const refusal = text === undefined ? undefined : (await import('../home/first-note.ts')).refusalOf(text);
      if (refusal === undefined) await this.share(beamline.openRoom(text), 'opening');
      else this.go({ ...HOME, refusal });
    } catch (thrown) {
      this.go({ ...HOME, error: toBeamError(thrown, 'server-unreachable') });
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
      case 'share':
      case 'link': {
        const session = this.sessions.get(asked.fragment);
        if (session !== undefined) return { type: 'session', session };
        const { fragment } = asked;
        const starting = asked.type === 'link' ? beamline.receive(fragment) : beamline.return(fragment);
        return this.opening(fragment, starting);
      }
    }
  }

  /** Until it is open. What has been left by then ends. */
  private opening(fragment: string, starting: Promise<Session>): Place {
    const place: Place = { type: 'opening' };
    starting.then(
      (session) => {
        if (this.shownPlace !== place) return session.leave();
        this.sessions.hold(fragment, session);
        this.go({ type: 'session', session });
      },
      (thrown: unknown) => {
        if (this.shownPlace === place) this.go(placeWithout(fragment, toBeamError(thrown, 'internal')));
      },
    );
    return place;
  }

  /** Opens the link in the address with this password. */
  unlock(password: string): void {
    if (this.shownPlace.type !== 'locked' || this.beamline === undefined) return;
    const { fragment } = this.shownPlace;
    this.go(this.opening(fragment, this.beamline.receive(fragment, password)));
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

  private go(place: Place): void {
    const isElsewhere = place.type !== this.shownPlace.type || sessionOf(place) !== sessionOf(this.shownPlace);
    this.shownPlace = place;
    this.sessions.tidy(sessionOf(place));
    if (place.type === 'home') this.loadRecent();
    this.host.requestUpdate();
    if (!isElsewhere || place.type === 'opening') return;
    const { isFirst } = this;
    this.isFirst = false;
    void this.load().then(() => !isFirst && this.arrived());
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

/** Where there is no session of this link or share. */
function placeWithout(fragment: string, error: BeamError): Place {
  if (error.code === 'browser-enclosed') return { type: 'enclosed' };
  return error.code === 'password-needed' ? { type: 'locked', fragment } : { type: 'broken', error };
}

function partOf(place: Place): Promise<unknown> | undefined {
  if (place.type === 'how') return import('../home/beam-how.ts');
  if (place.type === 'enclosed') return import('./beam-enclosed.ts');
  if (place.type === 'locked') return import('../room/beam-password.ts');
  if (place.type !== 'session') return undefined;
  return isReceive(place.session) ? import('../room/beam-receiver.ts') : import('../room/beam-sender.ts');
}
