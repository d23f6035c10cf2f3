import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { OfferedSession, OfferedView, ReceiverView } from '../../../session/view/send.ts';
import '../../parts/beam-progress.ts';
import '../../parts/beam-status.ts';
import { sharedStyles } from '../../parts/shared.styles.ts';
import { ViewController } from '../../parts/view-controller.ts';
import { countText } from '../../strings/amount.ts';
import { sharesWords } from '../../strings/shares.ts';
import { gaveLine } from '../../strings/swarm.ts';
import { toldAdded } from '../../told/told-card.ts';
import { leftOutOf, offeredFiles, offerPause, returnOf } from '../offering.ts';
import { actOn } from '../pause-button.ts';
import { firstName } from './first-name.ts';
import { shareCardStyles } from './share-card.styles.ts';

const TAKING: readonly ReceiverView['status'][] = ['sending', 'saving', 'paused', 'reconnecting'];

const peopleText = (count: number): string =>
  count === 1 ? sharesWords.personOne() : sharesWords.personMany(countText(count));

/** A share that this person has added to the room: who takes it, how far they are, and a way to end it. */
@customElement('beam-added')
export class BeamAdded extends LitElement {
  static override styles = [sharedStyles, shareCardStyles];

  @property({ attribute: false }) session!: OfferedSession;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.session));
  }

  override render() {
    const { view } = this.session;
    const label = sharesWords.added();
    const told = toldAdded(view);
    return html`<div class="share" role="group" aria-label=${label}>
      ${offeredFiles(view, label)} ${leftOutOf(view)}
      ${
        view.percent === undefined
          ? nothing
          : html`<beam-progress slim .light=${told.light} .percent=${view.percent} .label=${label}></beam-progress>`
      }
      <beam-status .isSilent=${true} .line=${told}></beam-status>
      ${this.people(view)} ${this.gave(view)} ${returnOf(this.session)} ${view.isOpen ? this.actions(view) : nothing}
    </div>`;
  }

  private people({ receivers }: OfferedView) {
    const taking = receivers.filter(({ status }) => TAKING.includes(status)).length;
    const having = receivers.filter(({ status }) => status === 'done').length;
    if (taking + having === 0) return nothing;
    return html`<p class="quiet people">
      ${taking === 0 ? nothing : html`<span>${sharesWords.onWayTo(peopleText(taking))}</span>`}
      ${having === 0 ? nothing : html`<span>${sharesWords.takenBy(peopleText(having))}</span>`}
    </p>`;
  }

  private gave(view: OfferedView) {
    const line = gaveLine(view);
    return line === undefined ? nothing : html`<p class="quiet figures">${line}</p>`;
  }

  private actions(view: OfferedView) {
    const name = firstName(view);
    return html`<div class="actions">
      ${offerPause(this.session, name)}
      <button class="button" type="button" aria-label=${actOn(sharesWords.stop(), name)}
        @click=${() => this.session.cancel()}>${sharesWords.stop()}</button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-added': BeamAdded;
  }
}
