import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { LeftOutView } from '../../session/view/send.ts';
import { quoteName } from '../parts/file-name.ts';
import { remarkListStyles } from '../room/remark-list.styles.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { countText } from '../strings/amount.ts';
import { leftOutTexts, nameWords } from '../strings/names.ts';
import { words } from '../strings/words.ts';

const reason = ({ why }: LeftOutView['items'][number]) => html`<span class="quiet">${leftOutTexts[why]()}</span>`;

/** The files that a sender chose and that are not shared, with the reasons. */
@customElement('beam-left-out')
export class BeamLeftOut extends LitElement {
  static override styles = [sharedStyles, remarkListStyles];

  @property({ attribute: false }) leftOut!: LeftOutView;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const { items, count } = this.leftOut;
    const blind = items.filter(({ why }) => why === 'folders-unseen');
    const left = items.filter(({ why }) => why !== 'folders-unseen');
    const all = count - blind.length;
    return html`
      <h2>${nameWords.leftOut()}</h2>
      ${
        all === 0
          ? nothing
          : html`<p>${all === 1 ? nameWords.leftOutOne() : nameWords.leftOutMany(countText(all))}</p>
            <ul role="list" aria-label=${nameWords.leftOut()} tabindex="0">
              ${left.map((item) => html`<li>${quoteName(item.path)} ${reason(item)}</li>`)}
            </ul>
            ${all > left.length ? html`<p class="quiet">${words.andMore(countText(all - left.length))}</p>` : nothing}`
      }
      ${blind.map((item) => html`<p>${quoteName(item.path)}: ${reason(item)}</p>`)}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-left-out': BeamLeftOut;
  }
}
