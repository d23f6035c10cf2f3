import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { TakenSession, TakenView } from '../../../session/view/receive.ts';
import type { GivenShare, GuestsView } from '../../../session/view/room.ts';
import '../../parts/beam-progress.ts';
import '../../parts/beam-status.ts';
import { sharedStyles } from '../../parts/shared.styles.ts';
import { ViewController } from '../../parts/view-controller.ts';
import { countText } from '../../strings/amount.ts';
import { sharesWords } from '../../strings/shares.ts';
import { swarmLines } from '../../strings/swarm.ts';
import { toldGiven } from '../../told/told-card.ts';
import { ChoosingController } from '../choice/choosing-controller.ts';
import { firstName } from './first-name.ts';
import { figures, isAtWork, percentOf, takingActions } from '../taking.ts';
import { takingStyles } from '../taking.styles.ts';
import { shareCardStyles } from './share-card.styles.ts';

function nameOf({ isHost, number }: GivenShare['from']): string {
  if (isHost) return sharesWords.fromHost();
  return number === undefined ? sharesWords.fromOther() : sharesWords.fromPerson(countText(number));
}

/** A share of somebody else in the room: who gives it, its files, and the same as on a page of its own. */
@customElement('beam-given')
export class BeamGiven extends LitElement {
  static override styles = [sharedStyles, takingStyles, shareCardStyles];

  @property({ attribute: false }) from!: GivenShare['from'];

  @property({ attribute: false }) session!: TakenSession;

  @property({ attribute: false }) guests: GuestsView | undefined;

  private readonly choosing = new ChoosingController(this, () => this.session);

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.session));
  }

  protected override willUpdate(): void {
    if (this.session.view.names !== undefined) void import('../beam-names.ts').catch(() => {});
  }

  override render() {
    const { view } = this.session;
    const label = nameOf(this.from);
    const percent = percentOf(view);
    const told = toldGiven(view);
    return html`<div class="share" role="group" aria-label=${label}>
      ${view.amount === undefined ? html`<h2>${label}</h2>` : this.choosing.files(label)}
      ${view.names === undefined ? nothing : html`<beam-names .names=${view.names}></beam-names>`}
      ${
        percent === undefined
          ? nothing
          : html`<beam-progress slim .light=${told.light} .percent=${percent} .label=${label}></beam-progress>`
      }
      ${isAtWork(view) ? figures(view) : nothing}
      <beam-status .isSilent=${true} .line=${told}></beam-status>
      ${this.swarm(view)} ${takingActions(this.session, told.next, this.choosing, { of: firstName(view) })}
      ${this.addressHint(view)}
    </div>`;
  }

  private swarm({ swarm }: TakenView) {
    const lines = swarm === undefined ? [] : swarmLines(swarm);
    return lines.length === 0 ? nothing : html`<p class="quiet figures">${lines.join(' ')}</p>`;
  }

  /** An address is told with every link: to other guests, who give it or pass on what the host gives. */
  private addressHint({ choices, status }: TakenView) {
    const { guests } = this;
    if (guests?.isOnlyHost === undefined || choices.length === 0 || status === 'done') return nothing;
    if (guests.isOnlyHost) return this.from.isHost ? nothing : html`<p class="quiet">${sharesWords.hostOnlyNow()}</p>`;
    return guests.areAllowed ? html`<p class="quiet">${sharesWords.addressSeen()}</p>` : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-given': BeamGiven;
  }
}
