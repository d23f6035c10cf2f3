import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ConnectionView, EndView, PathDetails, PathView } from '../../session/view/connection.ts';
import { beamPathStyles } from './beam-path.styles.ts';
import './beam-stages.ts';
import { formatBytes, formatCount, formatMilliseconds, formatSpeed } from '../parts/format.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { currentLocale } from '../strings/locale.ts';
import { candidateTexts, checksText, detailWords, natTexts, whyText } from '../strings/path-details.ts';

type Gathered = EndView['gathered'][number];
type Figure = readonly [term: string, description: string | TemplateResult | undefined];

const KINDS = Object.keys(candidateTexts) as Gathered['type'][];
const TRANSPORTS: readonly Gathered['transport'][] = ['udp', 'tcp', 'tls'];

/** Groups of four ("AB12 CD34 …"), so that two people can read them to each other. */
const grouped = (fingerprint: string): string => fingerprint.replaceAll(':', '').replace(/.{4}(?=.)/g, '$& ');

const messageText = (bytes: number): string =>
  Number.isFinite(bytes) ? formatBytes(bytes, currentLocale()) : detailWords.noLimit();

/** One connection in detail: its stages, what both ends found, the way that was taken and why. */
@customElement('beam-path')
export class BeamPath extends LitElement {
  static override styles = [sharedStyles, beamPathStyles];

  @property({ attribute: false }) view!: ConnectionView;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const { stages, path, details } = this.view;
    return html`<div class="parts">
      <beam-stages .stages=${stages}></beam-stages>
      ${path === undefined ? nothing : this.list(this.way(path))}
      ${
        details === undefined
          ? nothing
          : html`${this.candidates(details)} ${this.list(this.figures(details), 'figures-list')}`
      }
    </div>`;
  }

  private list(figures: readonly Figure[], kind = '') {
    return html`<dl class=${kind}>
      ${figures.map(([term, description]) =>
        description === undefined ? nothing : html`<div><dt>${term}</dt><dd>${description}</dd></div>`,
      )}
    </dl>`;
  }

  private way({ here, there, transport, why }: PathView): readonly Figure[] {
    return [
      [detailWords.pair(), `${candidateTexts[here]()} – ${candidateTexts[there]()}`],
      [detailWords.protocol(), transport.toUpperCase()],
      [detailWords.why(), whyText(why)],
    ];
  }

  private figures({
    here,
    there,
    checks,
    roundTripMs,
    dtlsVersion,
    dtlsCipher,
    maxMessageBytes,
    traffic,
    lanes,
  }: PathDetails): readonly Figure[] {
    const locale = currentLocale();
    const certificate = ({ fingerprint }: EndView) =>
      fingerprint && html`<span class="print" translate="no">${grouped(fingerprint)}</span>`;
    const encryption = [dtlsVersion, dtlsCipher].filter((part) => part !== undefined).join(', ');
    return [
      [detailWords.natHere(), here.nat && natTexts[here.nat]()],
      [detailWords.natThere(), there.nat && natTexts[there.nat]()],
      [detailWords.checks(), checksText(formatCount(checks.sent, locale), formatCount(checks.answered, locale))],
      [detailWords.roundTrip(), roundTripMs === undefined ? undefined : formatMilliseconds(roundTripMs, locale)],
      [detailWords.sending(), traffic && formatSpeed(traffic.sentPerSecond, locale)],
      [detailWords.receiving(), traffic && formatSpeed(traffic.receivedPerSecond, locale)],
      [detailWords.lanes(), formatCount(lanes, locale)],
      [detailWords.encryption(), encryption || undefined],
      [detailWords.certificateHere(), certificate(here)],
      [detailWords.certificateThere(), certificate(there)],
      [detailWords.largestMessage(), maxMessageBytes === undefined ? undefined : messageText(maxMessageBytes)],
    ];
  }

  private candidates({ here, there }: PathDetails) {
    const count = ({ gathered }: EndView, type: Gathered['type'], transport: Gathered['transport']): number =>
      gathered.find((each) => each.type === type && each.transport === transport)?.count ?? 0;
    const rows = KINDS.flatMap((type) =>
      TRANSPORTS.map((transport) => ({
        type,
        transport,
        counts: [count(here, type, transport), count(there, type, transport)],
      })),
    ).filter(({ counts }) => counts.some((each) => each > 0));
    if (rows.length === 0) return nothing;
    return html`<table class="figures">
      <caption>${detailWords.candidates()}</caption>
      <thead>
        <tr>
          <th scope="col">${detailWords.kind()}</th>
          <th scope="col">${detailWords.here()}</th>
          <th scope="col">${detailWords.there()}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ type, transport, counts }) => html`<tr>
            <th scope="row">${candidateTexts[type]()} <span class="quiet">${transport.toUpperCase()}</span></th>
            ${counts.map((each) => html`<td>${formatCount(each, currentLocale())}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-path': BeamPath;
  }
}
