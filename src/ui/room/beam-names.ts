import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { NamesView } from '../../session/view/receive.ts';
import { quoteName } from '../parts/file-name.ts';
import { remarkListStyles } from './remark-list.styles.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { countText } from '../strings/amount.ts';
import { nameChangeTexts, nameWords } from '../strings/names.ts';
import { words } from '../strings/words.ts';

/** Which names of a share differ from the sender's names, and why; and which files will be hidden after saving. */
@customElement('beam-names')
export class BeamNames extends LitElement {
  static override styles = [sharedStyles, remarkListStyles];

  @property({ attribute: false }) names!: NamesView;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`<h2>${nameWords.title()}</h2>
      ${this.renamed()} ${this.hiddenNames()}`;
  }

  private renamed() {
    const { renamed, renamedCount } = this.names;
    if (renamedCount === 0) return nothing;
    return html`<p>${renamedCount === 1 ? nameWords.renamedOne() : nameWords.renamedMany(countText(renamedCount))}</p>
      <ul role="list" aria-label=${nameWords.title()} tabindex="0">
        ${renamed.map(
          ({ was, path, why }) =>
            html`<li>
              ${nameWords.becomes(quoteName(was), quoteName(path))}
              <span class="quiet">${why.map((change) => nameChangeTexts[change]()).join(', ')}</span>
            </li>`,
        )}
      </ul>
      ${more(renamedCount - renamed.length)}`;
  }

  private hiddenNames() {
    const { hidden, hiddenCount } = this.names;
    if (hiddenCount === 0) return nothing;
    return html`<p>${hiddenCount === 1 ? nameWords.hiddenOne() : nameWords.hiddenMany(countText(hiddenCount))}</p>
      <ul role="list" aria-label=${nameWords.title()} tabindex="0">
        ${hidden.map((path) => html`<li>${quoteName(path)}</li> `)}
      </ul>
      ${more(hiddenCount - hidden.length)}`;
  }
}

const more = (count: number) => (count > 0 ? html`<p class="quiet">${words.andMore(countText(count))}</p>` : nothing);

declare global {
  interface HTMLElementTagNameMap {
    'beam-names': BeamNames;
  }
}
