/** The events that elements send each other: they bubble, cross shadow roots, and nobody else's have these names. */
import type { RecentView } from '../../session/view/storage.ts';
import type { Session } from './session-list.ts';

interface BeamEvents {
  /** Files or a folder were chosen; the list is only good during the event. */
  'beam-files': FileList;
  /** Files, or a folder, were chosen that the browser lets us keep. */
  'beam-handles': readonly FileSystemHandle[];
  /** To the start page, whatever is under way stays so. */
  'beam-home': undefined;
  /** Show this session again. */
  'beam-show': Session;
  /** To this fragment. */
  'beam-go': string;
  /** Receive inside of another app all the same. */
  'beam-insist': undefined;
  /** Typed or pasted where a link is asked for. */
  'beam-text': string;
  /** For the link that is open. */
  'beam-password': string;
  /** A share of before is not to go on. */
  'beam-forget': RecentView;
  /** Load the page again: what was received so far is taken up from storage. */
  'beam-retry': undefined;
  /** Somebody looks at the figures of a connection, or no longer does. */
  'beam-watch': boolean;
  /** To "How it works"; whatever is under way stays so. */
  'beam-how': undefined;
  /** To where the page was before. */
  'beam-back': undefined;
  /** Away with the storage section. */
  'beam-close': undefined;
}

declare global {
  interface HTMLElementEventMap {
    'beam-files': CustomEvent<FileList>;
    'beam-handles': CustomEvent<readonly FileSystemHandle[]>;
    'beam-home': CustomEvent<undefined>;
    'beam-show': CustomEvent<Session>;
    'beam-go': CustomEvent<string>;
    'beam-insist': CustomEvent<undefined>;
    'beam-text': CustomEvent<string>;
    'beam-password': CustomEvent<string>;
    'beam-forget': CustomEvent<RecentView>;
    'beam-retry': CustomEvent<undefined>;
    'beam-watch': CustomEvent<boolean>;
    'beam-how': CustomEvent<undefined>;
    'beam-back': CustomEvent<undefined>;
    'beam-close': CustomEvent<undefined>;
  }
}

/** Listeners have run when it returns. */
export function emit<Type extends keyof BeamEvents>(from: EventTarget, type: Type, detail: BeamEvents[Type]): void {
  from.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}

/** Not one that asks for another tab or window. */
export const isPlainClick = ({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean => !(ctrlKey || metaKey || shiftKey);
