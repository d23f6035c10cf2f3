/** The events that elements send each other, each with its detail. They bubble and cross shadow roots. */
import type { RecentView } from '../../session/view/storage.ts';
import type { Session } from './session-list.ts';

interface BeamEvents {
  /** Files or a folder were chosen. The list can be read during the event only. */
  'beam-files': FileList;
  /** Files or a folder were chosen, as handles that the browser lets us keep. */
  'beam-handles': readonly FileSystemHandle[];
  /** Open a room with nothing in it: its link asks for files. */
  'beam-room': undefined;
  /** Show the start page. What is under way goes on. */
  'beam-home': undefined;
  /** Show this session again. */
  'beam-show': Session;
  /** Open this fragment. */
  'beam-go': string;
  /** The person wants to receive inside of the other app in spite of the warning. */
  'beam-insist': undefined;
  /** A text that was typed or pasted where a link is asked for. */
  'beam-text': string;
  /** The password for the link that is open. */
  'beam-password': string;
  /** Forget this earlier share. */
  'beam-forget': RecentView;
  /** Load the page again. What was received so far is in storage, and the page continues from there. */
  'beam-retry': undefined;
  /** True when somebody looks at the figures of a connection, false when they no longer do. */
  'beam-watch': boolean;
  /** Show "How it works". What is under way goes on. */
  'beam-how': undefined;
  /** Go back to what the page showed before. */
  'beam-back': undefined;
  /** Close this section or dialog. */
  'beam-close': undefined;
  /** List the shortcuts of the keyboard. */
  'beam-shortcuts': undefined;
}

/** The same, as `addEventListener` and templates know them. */
type BeamEventMap = { readonly [Type in keyof BeamEvents]: CustomEvent<BeamEvents[Type]> };

declare global {
  interface HTMLElementEventMap extends BeamEventMap {}
}

/** When it returns, all listeners have run. */
export function emit<Type extends keyof BeamEvents>(from: EventTarget, type: Type, detail: BeamEvents[Type]): void {
  from.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}

/** False for a click that asks for another tab or window. */
export const isPlainClick = ({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean => !(ctrlKey || metaKey || shiftKey);
