/** The title of the tab, which shows the progress of a share while another tab is in front. */
import type { ReceiveView } from '../../session/view/receive.ts';
import type { SendView } from '../../session/view/send.ts';
import { formatPercent } from '../parts/format.ts';
import { currentLocale } from './locale.ts';
import { statusWords } from './status.ts';

const NAME = 'Beamline';

/** `page` is the page's own name, if it has one. It is used only without a share. */
export function pageTitle(view: SendView | ReceiveView | undefined, page?: string): string {
  if (view === undefined) return page === undefined ? NAME : `${page} – ${NAME}`;
  const { status, percent } = view;
  const word = statusWords[status]();
  const isMoving = percent !== undefined && status !== 'done' && status !== 'stopped' && status !== 'failed';
  return `${isMoving ? `${formatPercent(percent, currentLocale())} ` : ''}${word} – ${NAME}`;
}
