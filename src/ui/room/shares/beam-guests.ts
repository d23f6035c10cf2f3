import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { RoomSession } from '../../../session/view/room.ts';
import { beamRelayChoiceStyles } from '../../connection/beam-relay-choice.styles.ts';
import { sharedStyles } from '../../parts/shared.styles.ts';
import { ViewController } from '../../parts/view-controller.ts';
import { sharesWords } from '../../strings/shares.ts';
import { swarmWords } from '../../strings/swarm.ts';

/** Whether those who open a link are connected with each other: the host allows it, and each guest may want it not. */
@customElement('beam-guests')
export class BeamGuests extends LitElement {
  static override styles = [sharedStyles, beamRelayChoiceStyles];

  @property({ attribute: false }) room!: RoomSession;

  /** Its link is for a number of downloads, so nobody but the host gives the host's files. */
  @property({ type: Boolean }) isCounted = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.room));
  }

  override render() {
    const { guests } = this.room.view;
    if (guests === undefined || (guests.isOnlyHost !== undefined && !guests.areAllowed)) return nothing;
    const isHost = guests.isOnlyHost === undefined;
    return html`
      <label>
        <input type="checkbox" aria-describedby="hint" .checked=${guests.isOnlyHost ?? guests.areAllowed} @change=${this.changed} />
        <span>${isHost ? sharesWords.allowGuests() : sharesWords.onlyHost()}</span>
      </label>
      <p class="quiet" id="hint">
        ${isHost ? sharesWords.allowGuestsHint() : sharesWords.onlyHostHint()}
        ${isHost && this.isCounted ? swarmWords.onlyYou() : nothing}
      </p>
    `;
  }

  private readonly changed = ({ currentTarget }: Event): void => {
    const { checked } = currentTarget as HTMLInputElement;
    if (this.room.view.guests?.isOnlyHost === undefined) this.room.allowGuests(checked);
    else this.room.setOnlyHost(checked);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-guests': BeamGuests;
  }
}
