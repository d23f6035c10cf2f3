import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import type { UploadChoice } from '../../../session/view/beamline.ts';
import type { TakenSession } from '../../../session/view/receive.ts';
import type { RoomSession } from '../../../session/view/room.ts';
import { sharedStyles } from '../../parts/shared.styles.ts';
import { ViewController } from '../../parts/view-controller.ts';
import { sharesWords } from '../../strings/shares.ts';
import './beam-add.ts';
import './beam-added.ts';
import './beam-given.ts';
import './beam-guests.ts';
import './beam-help.ts';

/** Whether this browser passes on what it takes. */
export interface Helping {
  readonly choice: UploadChoice;
  /** How much it sends is asked elsewhere on the page. */
  readonly isSwitchOnly: boolean;
}

/** To be followed as one. */
class Together {
  readonly sessions: readonly TakenSession[];

  constructor(sessions: readonly TakenSession[]) {
    this.sessions = sessions;
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    for (const session of this.sessions) session.onChange(listener, signal);
  }
}

/** What is in a room beside its first share: what others give, what this person has added, and a way to add more. */
@customElement('beam-shares')
export class BeamShares extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host,
      ul {
        display: grid;
        gap: var(--space-4);
      }
      li {
        min-inline-size: 0;
      }
      beam-add,
      beam-help,
      beam-guests {
        padding-inline: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) room!: RoomSession;

  @property({ type: Boolean }) canAdd = false;

  /** Undefined where it stands elsewhere on the page. */
  @property({ attribute: false }) helping: Helping | undefined;

  private others = new Together([]);

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.room));
    this.addController(new ViewController(this, () => this.others));
  }

  protected override willUpdate(): void {
    const sessions = this.room.view.given.map(({ session }) => session);
    const isSame = sessions.length === this.others.sessions.length;
    if (!isSame || sessions.some((session, index) => session !== this.others.sessions[index]))
      this.others = new Together(sessions);
  }

  override render() {
    return html`${this.given()} ${this.help()} ${this.added()}
    ${this.canAdd ? html`<beam-add .room=${this.room}></beam-add>` : nothing}
    ${this.room.view.guests?.isOnlyHost === undefined ? nothing : html`<beam-guests .room=${this.room}></beam-guests>`}`;
  }

  private given() {
    const { given, guests } = this.room.view;
    if (given.length === 0) return nothing;
    return html`<ul role="list" aria-label=${sharesWords.given()}>
      ${repeat(
        given,
        ({ id }) => id,
        ({ from, session }) =>
          html`<li><beam-given class="card" .from=${from} .session=${session} .guests=${guests}></beam-given></li>`,
      )}
    </ul>`;
  }

  /** Once for all that others give. */
  private help() {
    const isAllowed = this.others.sessions.some(({ view }) => view.swarm?.isAllowed === true);
    if (this.helping === undefined || !isAllowed) return nothing;
    const { choice, isSwitchOnly } = this.helping;
    return html`<beam-help .choice=${choice} .isSwitchOnly=${isSwitchOnly}></beam-help>`;
  }

  private added() {
    const { added } = this.room.view;
    if (added.length === 0) return nothing;
    return html`<ul role="list" aria-label=${sharesWords.added()}>
      ${repeat(
        added,
        ({ id }) => id,
        ({ session }) => html`<li><beam-added class="card" .session=${session}></beam-added></li>`,
      )}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-shares': BeamShares;
  }
}
