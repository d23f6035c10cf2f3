import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import type { RoomSession } from '../../../session/view/room.ts';
import { sharedStyles } from '../../parts/shared.styles.ts';
import { ViewController } from '../../parts/view-controller.ts';
import { sharesWords } from '../../strings/shares.ts';
import './beam-add.ts';
import './beam-added.ts';
import './beam-given.ts';
import './beam-guests.ts';

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
      beam-add {
        padding-inline: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) room!: RoomSession;

  @property({ type: Boolean }) canAdd = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.room));
  }

  override render() {
    return html`${this.given()} ${this.added()}
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
