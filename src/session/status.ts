/** From what is known to the one word that people see. Pure. */
import type { RateMeter } from '../transfer/rate.ts';
import type { SwarmFacts } from './swarm.ts';
import type { Rate, ReceiverView, Status } from './view.ts';

/** The status of the whole share by the states of its receivers: what is going on beats what is over. */
const BY_URGENCY = ['sending', 'saving', 'reconnecting', 'ready', 'connecting', 'done'] as const satisfies readonly Status[];

export function sendStatus(receivers: readonly ReceiverView[]): Status {
  return BY_URGENCY.find((status) => receivers.some((receiver) => receiver.status === status)) ?? 'waiting';
}

/** 0 to 100 over all receivers that have taken something; undefined while there is none. */
export function sendPercent(receivers: readonly ReceiverView[], bytes: number): number | undefined {
  const taking = receivers.filter(({ status }) => ['sending', 'saving', 'reconnecting', 'done'].includes(status));
  if (taking.length === 0) return undefined;
  if (bytes === 0) return taking.every(({ status }) => status === 'done') ? 100 : 0;
  const sum = taking.reduce((total, { bytesDone }) => total + bytesDone, 0);
  return Math.floor((100 * sum) / (bytes * taking.length));
}

export function rateView(meter: RateMeter, bytesLeft: number): Rate | undefined {
  const bytesPerSecond = meter.bytesPerSecond(performance.now());
  if (bytesPerSecond === undefined) return undefined;
  return { bytesPerSecond, secondsLeft: bytesPerSecond > 0 ? bytesLeft / bytesPerSecond : undefined };
}

/** Where a receiver is with the share, whatever its connections do. */
export type ReceivePhase = 'looking' | 'offered' | 'cancelled' | 'receiving' | 'saving' | 'done' | 'failed';

export function receiveStatus(phase: ReceivePhase, { isJoined, isConnecting, isGreeting, hasOpenLink, hasBrokenLink }: SwarmFacts): Status {
  const isComing = hasBrokenLink || isConnecting || isGreeting;
  switch (phase) {
    case 'saving':
    case 'done':
    case 'failed':
      return phase;
    case 'looking':
      return !isJoined || isComing || hasOpenLink ? 'connecting' : 'waiting';
    case 'offered':
      return hasOpenLink ? 'ready' : isComing ? 'reconnecting' : 'waiting';
    case 'cancelled':
      return 'ready';
    case 'receiving':
      return hasOpenLink ? 'receiving' : isComing ? 'reconnecting' : 'paused';
  }
}
