/** Two ends of a link in one page, and what happens at each. */
import type { LaneState } from '../../../src/connection/lane.ts';
import { PeerLink } from '../../../src/connection/peer-link.ts';
import type { Connections } from '../../../src/connection/connections.ts';
import { connections } from '../platform.ts';
import type { LinkStep } from '../../../src/connection/timeline.ts';
import type { NegotiationMessage } from '../../../src/protocol/messages/peer-message.ts';

/** A log of what happened at one end, and a way to wait for something in it. */
export class End {
  readonly states: LaneState[] = [];
  readonly steps: LinkStep[] = [];
  readonly texts: string[] = [];
  readonly frames: number[] = [];
  readonly frameLanes: number[] = [];
  readonly lanes = new Set<number>();
  lanesLost = 0;
  readonly roundTrips: number[] = [];
  drains = 0;
  /** That may be there on this side. */
  mostLanes = Infinity;
  link!: PeerLink;
  private readonly waiting = new Set<() => void>();

  note(): void {
    for (const check of this.waiting) check();
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition()) return;
        this.waiting.delete(check);
        resolve();
      };
      this.waiting.add(check);
      check();
    });
  }
}

const ends: End[] = [];
/** To be called after each test. */
export function closeEnds(): void {
  for (const { link } of ends.splice(0)) link.close();
}

/** Two ends whose messages are carried by `carry`: by default in order, one turn of the loop later. */
export function connect(
  carry: (deliver: () => void, message: NegotiationMessage) => void = (deliver) => void setTimeout(deliver),
  ofOfferer: Connections = connections,
) {
  const offerer = new End();
  const answerer = new End();
  const make = (self: End, other: End, isOfferer: boolean) =>
    new PeerLink(
      'abcdefghijk',
      {},
      isOfferer,
      {
        send: (message) => carry(() => other.link.got(message), message),
        onState: (state) => {
          self.states.push(state);
          self.note();
        },
        onStep: (step) => self.steps.push(step),
        mostLanes: () => self.mostLanes,
        onControl: (text) => {
          self.texts.push(text);
          self.note();
        },
        onLane: (lane, isOpen) => {
          if (isOpen) self.lanes.add(lane);
          else self.lanesLost += self.lanes.delete(lane) ? 1 : 0;
          self.note();
        },
        onFrame: (bytes, lane) => {
          self.frames.push(bytes.length);
          self.frameLanes.push(lane);
          self.note();
        },
        onDrain: () => {
          self.drains += 1;
          self.note();
        },
        onRoundTrip: (ms) => {
          self.roundTrips.push(ms);
          self.note();
        },
      },
      isOfferer ? ofOfferer : connections,
    );
  answerer.link = make(answerer, offerer, false);
  offerer.link = make(offerer, answerer, true);
  ends.push(offerer, answerer);
  return { offerer, answerer };
}

export const opened = (...all: End[]) => Promise.all(all.map((end) => end.until(() => end.states.includes('open'))));
