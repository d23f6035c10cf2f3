/** The events that elements send each other: they bubble, cross shadow roots, and nobody else's have these names. */
import type { Session } from './session-list.ts';

interface BeamEvents {
  /** Files or a folder were chosen; the list is only good during the event. */
  'beam-files': FileList;
  /** To the start page, whatever is under way stays so. */
  'beam-home': undefined;
  /** Show this session again. */
  'beam-show': Session;
  /** Load the page again: what was received so far is taken up from storage. */
  'beam-retry': undefined;
  /** Away with the storage section. */
  'beam-close': undefined;
}

declare global {
  interface HTMLElementEventMap {
    'beam-files': CustomEvent<FileList>;
    'beam-home': CustomEvent<undefined>;
    'beam-show': CustomEvent<Session>;
    'beam-retry': CustomEvent<undefined>;
    'beam-close': CustomEvent<undefined>;
  }
}

/** Listeners have run when it returns. */
export function emit<Type extends keyof BeamEvents>(from: EventTarget, type: Type, detail: BeamEvents[Type]): void {
  from.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}
