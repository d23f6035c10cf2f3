import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { SendSession, TermsView } from '../../session/view/send.ts';
import { fieldStyles } from '../parts/field.styles.ts';
import { formatMoment } from '../parts/format.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { countText } from '../strings/amount.ts';
import { currentLocale } from '../strings/locale.ts';
import { words } from '../strings/words.ts';

const HOUR_MS = 60 * 60 * 1000;

const SPANS = [
  { ms: HOUR_MS, label: words.expiresHour },
  { ms: 24 * HOUR_MS, label: words.expiresDay },
  { ms: 7 * 24 * HOUR_MS, label: words.expiresWeek },
] as const;

const COUNTS = [1, 2, 3, 5, 10] as const;

/** The value of the option that stands for the end that is set now. */
const SET = 'set';

/** How long, and how often, the link may be used. It is folded away, because most links need neither. */
@customElement('beam-terms')
export class BeamTerms extends LitElement {
  static override styles = [
    sharedStyles,
    fieldStyles,
    css`
      :host {
        margin-block-start: var(--space-4);
      }
      summary {
        min-block-size: 2.75rem;
        align-content: center;
        cursor: pointer;
        font-weight: 600;
      }
      .fields {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-4);
        margin-block: var(--space-2);
      }
      ::slotted(*) {
        margin-block-start: var(--space-4);
      }
    `,
  ];

  @property({ attribute: false }) session!: SendSession;
  @property({ attribute: false }) terms!: TermsView;
  @property({ type: Boolean }) hasPassword = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const { expiresMs, mostDownloads } = this.terms;
    return html`<details>
      <summary>${words.options()}</summary>
      <div class="fields">
        <label>
          ${words.expires()}
          <select @change=${this.gotSpan}>
            <option value="" ?selected=${expiresMs === undefined}>${words.expiresNever()}</option>
            ${
              expiresMs === undefined
                ? nothing
                : html`<option value=${SET}
                  selected>${words.expiresAt(formatMoment(expiresMs, currentLocale()))}</option>`
            }
            ${SPANS.map(({ ms, label }) => html`<option value=${ms}>${label()}</option>`)}
          </select>
        </label>
        <label>
          ${words.mostDownloads()}
          <select @change=${this.gotCount}>
            <option value="" ?selected=${mostDownloads === undefined}>${words.anyNumber()}</option>
            ${COUNTS.map(
              (count) => html`<option value=${count} ?selected=${count === mostDownloads}>${countText(count)}</option>`,
            )}
          </select>
        </label>
      </div>
      <p class="quiet">${words.termsHint()}</p>
      <form class="fields" @submit=${this.gotPassword}>
        <label>${words.password()} <input type="password" autocomplete="new-password" required /></label>
        <button class="button">${this.hasPassword ? words.changePassword() : words.setPassword()}</button>
      </form>
      <p class="quiet">${this.hasPassword ? words.passwordSet() : words.passwordHint()}</p>
      <slot></slot>
    </details>`;
  }

  private readonly gotSpan = ({ currentTarget }: Event): void => {
    const { value } = currentTarget as HTMLSelectElement;
    if (value === SET) return;
    this.session.setTerms({ ...this.terms, expiresMs: value === '' ? undefined : Date.now() + Number(value) });
    (currentTarget as HTMLSelectElement).value = value === '' ? '' : SET;
  };

  private readonly gotPassword = (event: Event): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).querySelector('input');
    this.session.setPassword(field?.value ?? '');
    if (field !== null) field.value = '';
  };

  private readonly gotCount = ({ currentTarget }: Event): void => {
    const { value } = currentTarget as HTMLSelectElement;
    this.session.setTerms({ ...this.terms, mostDownloads: value === '' ? undefined : Number(value) });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-terms': BeamTerms;
  }
}
