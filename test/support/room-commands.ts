/** What a test in a browser has Node do: a browser opens no more than 255 WebSockets. */
import type { BrowserCommand } from 'vitest/node';

import { fillRoom } from './room-sockets.ts';

const crowds = new Map<string, { close(): void }>();

export const fillRoomCommand: BrowserCommand<[origin: string, roomId: string, count: number]> = async (
  _,
  origin,
  roomId,
  count,
) => {
  crowds.get(roomId)?.close();
  crowds.set(roomId, await fillRoom(origin, roomId, count));
};
