/** The list of shares that can go on, read again whenever the start page is shown. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { Beamline } from '../../session/view/beamline.ts';
import type { RecentView } from '../../session/view/storage.ts';

/** More of them would push the page away; the rest is found under its link, or in Storage. */
const MOST_SHOWN = 6;

export class RecentController implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  list: readonly RecentView[] = [];

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.list = [];
  }

  /** @param isShown those that this page has open are found elsewhere on it */
  async load(beamline: Beamline, isShown: (fragment: string) => boolean): Promise<void> {
    const list = (await beamline.recent()).filter(({ fragment }) => !isShown(fragment)).slice(0, MOST_SHOWN);
    if (list.length > 0) await import('./beam-recent.ts');
    this.list = list;
    this.host.requestUpdate();
  }

  /** What cannot be forgotten is still on the list afterwards. */
  async forget(beamline: Beamline, { role, id }: RecentView): Promise<void> {
    await (role === 'sender' ? beamline.forgetSent(id) : beamline.forget(id)).catch(() => undefined);
  }
}
