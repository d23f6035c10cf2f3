/** Shares that those who take them pass on to each other. Loaded with a room; its Korean is swarm-korean.ts. */
import { msg, str } from '@lit/localize';

import type { SwarmView } from '../../session/view/receive.ts';
import type { OfferedView } from '../../session/view/send.ts';
import { bytesText, countText } from './amount.ts';
import { currentLocale } from './locale.ts';

export const swarmWords = {
  heading: () => msg('Passing it on', { id: 'swarm.heading' }),
  passOnOne: () => msg('1 person here passes it on, too.', { id: 'swarm.passOnOne' }),
  passOnMany: (count: string) => msg(str`${count} people here pass it on to each other.`, { id: 'swarm.passOnMany' }),
  leftAllOne: () => msg('The sender has left. 1 person here has all of it.', { id: 'swarm.leftAllOne' }),
  leftAllMany: (count: string) =>
    msg(str`The sender has left. ${count} people here have all of it.`, { id: 'swarm.leftAllMany' }),
  leftPartsOne: () => msg('The sender has left. 1 person here has a part of it.', { id: 'swarm.leftPartsOne' }),
  leftPartsMany: (count: string) =>
    msg(str`The sender has left. ${count} people here have parts of it.`, { id: 'swarm.leftPartsMany' }),
  passedOn: (size: string) => msg(str`You have passed on ${size}.`, { id: 'swarm.passedOn' }),

  help: () => msg('Help others get this', { id: 'swarm.help' }),
  helpHint: () => msg('While this page is open, others can get it from you too.', { id: 'swarm.helpHint' }),
  limit: () => msg('Upload limit', { id: 'swarm.limit' }),
  limitHint: () => msg('Applies to everything that this browser sends.', { id: 'swarm.limitHint' }),
  noLimit: () => msg('No limit', { id: 'swarm.noLimit' }),
  megabits: (count: string) => msg(str`${count} Mbit/s`, { id: 'swarm.megabits' }),

  /** At the sender. */
  gave: (own: string, others: string) =>
    msg(str`You sent ${own} × the size; others gave each other ${others} ×.`, { id: 'swarm.gave' }),
  onlyYou: () => msg('With a limit on downloads, only you send your files.', { id: 'swarm.onlyYou' }),
};

function peopleLine({ isSenderHere, holders, wholes }: SwarmView): string | undefined {
  if (holders === 0) return undefined;
  if (isSenderHere) return holders === 1 ? swarmWords.passOnOne() : swarmWords.passOnMany(countText(holders));
  if (wholes > 0) return wholes === 1 ? swarmWords.leftAllOne() : swarmWords.leftAllMany(countText(wholes));
  return holders === 1 ? swarmWords.leftPartsOne() : swarmWords.leftPartsMany(countText(holders));
}

/** Who has it besides the sender, and what this page has passed on: a sentence each. */
export function swarmLines(swarm: SwarmView): readonly string[] {
  const { passedOnBytes } = swarm;
  const passedOn = passedOnBytes === 0 ? undefined : swarmWords.passedOn(bytesText(passedOnBytes));
  return [peopleLine(swarm), passedOn].filter((line) => line !== undefined);
}

/** "1.1" */
const timesText = (times: number): string =>
  new Intl.NumberFormat(currentLocale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(times);

/** The least that is not written as 0.0. */
const LEAST_TIMES = 0.05;

/** Who gave what its receivers have; undefined where there is nothing to tell. */
export function gaveLine({ swarm, amount: { bytes } }: Pick<OfferedView, 'swarm' | 'amount'>): string | undefined {
  if (swarm === undefined || bytes === 0 || swarm.othersBytes < LEAST_TIMES * bytes) return undefined;
  return swarmWords.gave(timesText(swarm.ownBytes / bytes), timesText(swarm.othersBytes / bytes));
}
