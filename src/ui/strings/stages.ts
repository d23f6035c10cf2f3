/** The four stages of a connection: their names, their states, and the words for their picture. */
import { msg } from '@lit/localize';

import type { Stage } from '../../session/view/connection.ts';

/** The field's own terms. `stageTexts` (path.ts) says them in plain words. */
export const stageNames: Record<Stage, () => string> = {
  signaling: () => msg('Signaling', { id: 'stageName.signaling' }),
  connecting: () => msg('Connecting', { id: 'stageName.connecting' }),
  securing: () => msg('Securing', { id: 'stageName.securing' }),
  communicating: () => msg('Communicating', { id: 'stageName.communicating' }),
};

/** The state of a stage: not reached, active, done, or failed. */
export type StageState = 'waiting' | 'active' | 'done' | 'failed';

export const stageStateTexts: Record<StageState, () => string> = {
  waiting: () => msg('not yet', { id: 'stageState.waiting' }),
  active: () => msg('now', { id: 'stageState.active' }),
  done: () => msg('done', { id: 'stageState.done' }),
  failed: () => msg('failed', { id: 'stageState.failed' }),
};

export const pictureWords = {
  thisBrowser: () => msg('You', { id: 'picture.thisBrowser' }),
  otherBrowser: () => msg('Them', { id: 'picture.otherBrowser' }),
  server: () => msg('Server', { id: 'picture.server' }),
  relay: () => msg('Relay', { id: 'picture.relay' }),
};
