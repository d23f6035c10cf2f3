/** The four stages of a connection: their names, what a stage is at, and what the picture of them shows. */
import { msg } from '@lit/localize';

import type { Stage } from '../../session/view/connection.ts';

/** The field's own terms; what they mean in plain words is `stageTexts` (path.ts). */
export const stageNames: Record<Stage, () => string> = {
  signaling: () => msg('Signaling', { id: 'stageName.signaling' }),
  connecting: () => msg('Connecting', { id: 'stageName.connecting' }),
  securing: () => msg('Securing', { id: 'stageName.securing' }),
  communicating: () => msg('Communicating', { id: 'stageName.communicating' }),
};

/** What a stage is at: not reached, at work, over, or where it broke. */
export type StageState = 'waiting' | 'active' | 'done' | 'failed';

export const stageStateTexts: Record<StageState, () => string> = {
  waiting: () => msg('not yet', { id: 'stageState.waiting' }),
  active: () => msg('now', { id: 'stageState.active' }),
  done: () => msg('done', { id: 'stageState.done' }),
  failed: () => msg('failed', { id: 'stageState.failed' }),
};

export const pictureWords = {
  thisBrowser: () => msg('This browser', { id: 'picture.thisBrowser' }),
  otherBrowser: () => msg('Other browser', { id: 'picture.otherBrowser' }),
  server: () => msg('Server', { id: 'picture.server' }),
  relay: () => msg('Relay', { id: 'picture.relay' }),
};
