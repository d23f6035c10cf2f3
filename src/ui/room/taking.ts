/** What a share of somebody else shows and asks, wherever it is shown: how far it is, and one button for what is next. */
import { html, nothing, type TemplateResult } from 'lit';

import type { ErrorCode } from '../../protocol/errors.ts';
import type { SaveChoice, TakenSession, TakenView } from '../../session/view/receive.ts';
import { emit } from '../app/events.ts';
import { formatDuration, formatPercent, formatSpeed } from '../parts/format.ts';
import { downIcon } from '../parts/icons.ts';
import { bytesText } from '../strings/amount.ts';
import { currentLocale } from '../strings/locale.ts';
import { words } from '../strings/words.ts';
import type { ChoosingController } from './choice/choosing-controller.ts';
import { actOn, pauseButton } from './pause-button.ts';

/** Trying again could not help: the link itself is dead, or nobody should trust it. */
const FINAL_ERRORS: readonly (ErrorCode | undefined)[] = [
  'cancelled-by-sender',
  'share-stopped',
  'share-expired',
  'manifest-forged',
  'manifest-bad',
  'browser-unsupported',
];

/** What went wrong is at this end: the same share can be taken again at once, without loading the page. */
const STORAGE_ERRORS: readonly (ErrorCode | undefined)[] = ['storage-lost', 'storage-failed', 'save-failed'];

/** Something was accepted and is not finished: there is progress to show and something to cancel. */
export function isAtWork({ status, percent, isBusy }: TakenView): boolean {
  if (status === 'ready' || status === 'done' || status === 'failed') return false;
  return isBusy || percent !== undefined;
}

/** Undefined where there is no progress to show. */
export const percentOf = (view: TakenView): number | undefined =>
  isAtWork(view) || view.status === 'done' ? (view.percent ?? 0) : undefined;

/** How much of it is here, how fast it comes, and how long it will take. */
export function figures({ percent, bytesDone, amount: all, choice, rate }: TakenView) {
  const amount = choice?.isAll === false ? choice.amount : all;
  return html`<div class="rates figures">
    <p class="percent" aria-hidden="true">${formatPercent(percent ?? 0, currentLocale())}</p>
    <p class="quiet">
      ${amount === undefined ? nothing : html`<span>${words.doneOf(bytesText(bytesDone), bytesText(amount.bytes))}</span>`}
      ${rate === undefined ? nothing : html`<span>${formatSpeed(rate.bytesPerSecond, currentLocale())}</span>`}
      ${
        rate?.secondsLeft === undefined
          ? nothing
          : html`<span>${words.timeLeft(formatDuration(rate.secondsLeft, currentLocale()))}</span>`
      }
    </p>
  </div>`;
}

/** What the choices do: how they ask, and that a ZIP alone keeps what a file system knows of a file. */
function choiceHint(choices: readonly SaveChoice[]) {
  const [best] = choices;
  if (best === undefined || (best === 'download' && choices.length === 1)) return nothing;
  const dates = choices.includes('zip') ? words.datesHint() : '';
  const text = {
    download: () => words.dotHint(),
    folder: () => `${words.folderHint()} ${dates}`,
    zip: () => `${words.zipHint()} ${words.zipDatesHint()}`,
  }[best]();
  return html`<p class="quiet">${text.trim()}</p>`;
}

/** The best choice is the one called Download, whatever it is. */
function saveButton(session: TakenSession, choice: SaveChoice, isBest: boolean, of: string | undefined) {
  const chosen = session.view.choice;
  const act = isBest ? words.download() : words.saveAsZip();
  return html`<button
    class=${isBest ? 'button primary' : 'button'}
    type="button"
    aria-label=${actOn(act, of)}
    aria-describedby=${chosen?.isAll === false ? 'chosen' : nothing}
    ?disabled=${chosen?.isNone === true}
    @click=${() => session.accept(choice)}
  >
    ${isBest ? downIcon : nothing} ${act}
  </button>`;
}

function retryButton(classes: string) {
  return html`<button class=${classes} type="button"
    @click=${({ currentTarget }: Event) => emit(currentTarget as HTMLElement, 'beam-retry', undefined)}>
    ${words.tryAgain()}
  </button>`;
}

interface Among {
  /** Another button, when there is nothing left to do for this share. */
  readonly more?: (classes: string) => TemplateResult | typeof nothing;
  /** Of one share among several: what it is called. */
  readonly of?: string | undefined;
}

export function takingActions(
  session: TakenSession,
  choosing: ChoosingController,
  { more = () => nothing, of }: Among = {},
) {
  const { view } = session;
  const { status, choices, error, isPaused } = view;
  if (status === 'failed') {
    const again = STORAGE_ERRORS.includes(error?.code) ? choices : [];
    return html`<div class="actions choices">
      ${again.map((choice, index) => saveButton(session, choice, index === 0, of))}
      ${FINAL_ERRORS.includes(error?.code) ? nothing : retryButton(again.length === 0 ? 'button primary' : 'button')}
      ${more('button')}
    </div>`;
  }
  if (isAtWork(view))
    return html`<div class="actions">
      ${isPaused === undefined ? nothing : pauseButton(session, isPaused, of)}
      <button class="button" type="button" aria-label=${actOn(words.cancel(), of)} aria-describedby="cancel-hint"
        @click=${() => session.cancel()}>${words.cancel()}</button>
      <p class="quiet" id="cancel-hint">${words.cancelReceiveHint()}</p>
    </div>`;
  if (status === 'done' && choices.length === 0) {
    const last = more('button primary');
    return last === nothing ? nothing : html`<div class="actions choices">${last}</div>`;
  }
  if (status !== 'done' && status !== 'ready' && status !== 'connecting') return nothing;
  return html`<div class="actions choices">
    ${choices.map((choice, index) => saveButton(session, choice, index === 0, of))}
    ${status === 'done' ? more('button') : nothing} ${choosing.hint(view)} ${choiceHint(choices)}
  </div>`;
}
