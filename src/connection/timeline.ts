/** The four stages of a connection, each with its state and its time. Pure: the clock is an argument. */

/** In order. */
export const STAGES = ['signaling', 'connecting', 'securing', 'communicating'] as const;

export type Stage = (typeof STAGES)[number];

export interface StageTime {
  readonly stage: Stage;
  readonly state: 'waiting' | 'active' | 'done' | 'failed';
  /** How long it took: of `communicating`, until the channels were open. undefined until that is known. */
  readonly ms?: number;
}

/** What happens to a connection. */
export type LinkStep =
  /** The other end's description is here: both know of each other. */
  | 'described'
  /** ICE has a pair that works. */
  | 'paired'
  /** DTLS is up. */
  | 'secured'
  /** The channels are open. */
  | 'opened'
  /** The pair that worked no longer does; ICE looks for another. */
  | 'broke'
  | 'restarted'
  | 'closed';

export interface Timeline {
  readonly stages: readonly StageTime[];
  /** When the active stage began. */
  readonly sinceMs: number;
  readonly isOpen: boolean;
  readonly isBroken: boolean;
  readonly isOver: boolean;
  /** Times that it broke and came back by itself. */
  readonly restarts: number;
}

export function begin(nowMs: number): Timeline {
  const stages = STAGES.map((stage, index) => ({ stage, state: index === 0 ? 'active' : 'waiting' }) as const);
  return { stages, sinceMs: nowMs, isOpen: false, isBroken: false, isOver: false, restarts: 0 };
}

/** The stage that is under way, or failed. */
export const stageOf = ({ stages }: Timeline): Stage =>
  (stages.find(({ state }) => state === 'active' || state === 'failed') ?? stages.at(-1))?.stage ?? 'signaling';

const put = (timeline: Timeline, stage: Stage, time: Omit<StageTime, 'stage'>): Timeline => ({
  ...timeline,
  stages: timeline.stages.map((each) => (each.stage === stage ? { stage, ...time } : each)),
});

/** All before it are done: what was under way took until now, what was never seen took no time. */
function reach(timeline: Timeline, stage: Stage, nowMs: number): Timeline {
  const target = STAGES.indexOf(stage);
  if (timeline.isOpen || STAGES.indexOf(stageOf(timeline)) >= target) return timeline;
  const stages = timeline.stages.map((each, index): StageTime => {
    if (index === target) return { stage: each.stage, state: 'active' };
    if (index > target || each.state === 'done') return each;
    return { stage: each.stage, state: 'done', ms: each.state === 'active' ? nowMs - timeline.sinceMs : 0 };
  });
  return { ...timeline, stages, sinceMs: nowMs };
}

export function advance(timeline: Timeline, step: LinkStep, nowMs: number): Timeline {
  if (timeline.isOver) return timeline;
  switch (step) {
    case 'described':
      return reach(timeline, 'connecting', nowMs);
    case 'paired':
      return reach(timeline, 'securing', nowMs);
    case 'secured':
      return reach(timeline, 'communicating', nowMs);
    case 'opened': {
      if (timeline.isOpen) return timeline;
      const reached = reach(timeline, 'communicating', nowMs);
      return { ...put(reached, 'communicating', { state: 'active', ms: nowMs - reached.sinceMs }), isOpen: true };
    }
    case 'broke':
      if (!timeline.isOpen || timeline.isBroken) return timeline;
      return {
        ...put(put(timeline, 'connecting', { state: 'active' }), 'communicating', { state: 'waiting' }),
        isBroken: true,
        sinceMs: nowMs,
      };
    case 'restarted': {
      if (!timeline.isBroken) return timeline;
      const found = put(timeline, 'connecting', { state: 'done', ms: nowMs - timeline.sinceMs });
      return {
        ...put(found, 'communicating', { state: 'active' }),
        isBroken: false,
        restarts: timeline.restarts + 1,
        sinceMs: nowMs,
      };
    }
    case 'closed': {
      const isGood = timeline.isOpen && !timeline.isBroken;
      const stages = timeline.stages.map((each): StageTime =>
        each.state === 'active' ? { ...each, state: isGood ? 'done' : 'failed' } : each,
      );
      return { ...timeline, stages, isOver: true };
    }
  }
}
