/** The list of shares that can go on, read again whenever the start page is shown. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { Beamline } from '../../session/view/beamline.ts';
import type { RecentView } from '../../session/view/storage.ts';

/** More shares would push the rest of the page away. The others are found by their links, or in Storage. */
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

  /** @param isShown tells which shares the page shows elsewhere */
  async load(beamline: Beamline, isShown: (fragment: string) => boolean): Promise<void> {
    const list = (await beamline.recent()).filter(({ fragment }) => !isShown(fragment)).slice(0, MOST_SHOWN);
    if (list.length > 0) await import('./beam-recent.ts');
    this.list = list;
    this.host.requestUpdate();
  }

  /** A share that cannot be forgotten is still on the list afterwards. */
  async forget(beamline: Beamline, { role, id }: RecentView): Promise<void> {
    await (role === 'sender' ? beamline.forgetSent(id) : beamline.forget(id)).catch(() => undefined);
  }
}
