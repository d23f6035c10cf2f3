import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import { words } from '../strings/words.ts';

/** Light modules around the symbol (ISO/IEC 18004 asks for four); the tile's padding is part of them. */
const QUIET_MODULES = 3;

/**
 * A text as a QR code. The encoder is loaded when it is first needed. The code is dark on white in both themes, because
 * scanners need that.
 */
@customElement('beam-qr')
export class BeamQr extends LitElement {
  static override styles = css`
    :host {
      display: block;
      aspect-ratio: 1;
      padding: 0.25rem;
      border-radius: var(--radius-m);
      background: #fff;
      forced-color-adjust: none;
    }
    svg {
      display: block;
      inline-size: 100%;
      block-size: 100%;
    }
  `;

  @property() text = '';

  @state() private modules: readonly (readonly boolean[])[] = [];

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('text')) this.encode(this.text).catch(() => undefined);
  }

  override render() {
    const size = this.modules.length;
    return this.modules.length === 0
      ? nothing
      : html`<svg role="img" aria-label=${words.qrCode()} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
          <path d=${this.outline()} fill="#0b1f23" />
        </svg>`;
  }

  /** Rejects when the encoder cannot be loaded. The link above the code still works then. */
  private async encode(text: string): Promise<void> {
    const { encodeQR } = await import('qr');
    if (text === this.text) this.modules = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_MODULES });
  }

  /** One rectangle for each run of dark modules. */
  private outline(): string {
    const runs = this.modules.flatMap((row, y) => {
      const starts = row.flatMap((isDark, x) => (isDark && row[x - 1] !== true ? [x] : []));
      return starts.map((x) => {
        const end = row.indexOf(false, x);
        const length = (end === -1 ? row.length : end) - x;
        return `M${x} ${y}h${length}v1h-${length}z`;
      });
    });
    return runs.join('');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-qr': BeamQr;
  }
}
