/** What a share of somebody else shows and asks, wherever it is shown: how far it is, and one button for what is next. */
import { html, nothing, type TemplateResult } from 'lit';

import type { SaveChoice, TakenSession, TakenView } from '../../session/view/receive.ts';
import { emit } from '../app/events.ts';
import { formatDuration, formatPercent, formatSpeed } from '../parts/format.ts';
import { downIcon } from '../parts/icons.ts';
import { bytesText } from '../strings/amount.ts';
import { currentLocale } from '../strings/locale.ts';
import { words } from '../strings/words.ts';
import type { Next } from '../told/told.ts';
import type { ChoosingController } from './choice/choosing-controller.ts';
import { actOn, pauseButton } from './pause-button.ts';

/** Something was accepted and is not finished: there is progress to show and something to cancel. */
export function isAtWork({ status, percent, isBusy }: TakenView): boolean {
  if (status === 'ready' || status === 'done' || status === 'stopped' || status === 'failed') return false;
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

/** @param next what the person is told to do */
export function takingActions(
  session: TakenSession,
  next: Next | undefined,
  choosing: ChoosingController,
  { more = () => nothing, of }: Among = {},
) {
  const { view } = session;
  const { status, choices, isPaused } = view;
  if (status === 'failed' || status === 'stopped') {
    const again = next === 'take-again' ? choices : [];
    const mayHelp = next === 'take-again' || next === 'retry';
    return html`<div class="actions choices">
      ${again.map((choice, index) => saveButton(session, choice, index === 0, of))}
      ${mayHelp ? retryButton(again.length === 0 ? 'button primary' : 'button') : nothing}
      ${more(mayHelp ? 'button' : 'button primary')}
    </div>`;
  }
  if (isAtWork(view))
    return html`<div class="actions">
      ${isPaused === undefined ? nothing : pauseButton(session, isPaused, of)}
      <button class="button" type="button" aria-label=${actOn(words.cancelDownload(), of)} aria-describedby="cancel-hint"
        @click=${() => session.cancel()}>${words.cancelDownload()}</button>
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
