import { describe, expect, test } from 'vitest';

import { failed, FIRST_CHOICE, welcomeMs, worked, type Choice, type Way } from '../../../src/signaling/way.ts';

/** The ways tried, when what is not in `open` fails like this: until one works, or so many. */
function tries(
  open: readonly Way[],
  how: 'refused' | 'silent' = 'refused',
  start: Choice = FIRST_CHOICE,
  most = 8,
): Way[] {
  const tried: Way[] = [];
  for (let choice = start; tried.length < most; choice = failed(choice, how)) {
    tried.push(choice.way);
    if (open.includes(choice.way)) break;
  }
  return tried;
}

describe('the way into the room', () => {
  test('is a WebSocket where one gets through', () => expect(tries(['socket', 'stream'])).toEqual(['socket']));

  test('is HTTP when a WebSocket was refused twice', () =>
    expect(tries(['stream'])).toEqual(['socket', 'socket', 'stream']));

  test('is HTTP when a WebSocket was met by silence once', () => {
    expect(tries(['stream'], 'silent')).toEqual(['socket', 'stream']);
    expect(welcomeMs(FIRST_CHOICE)).toBeLessThanOrEqual(5000);
  });

  test('is padded HTTP when a proxy holds the stream back', () => {
    expect(tries(['padded-stream'], 'silent')).toEqual(['socket', 'stream', 'padded-stream']);
  });

  test('is tried round and round without a network', () => {
    expect(tries([])).toEqual([
      'socket',
      'socket',
      'stream',
      'padded-stream',
      'socket',
      'socket',
      'stream',
      'padded-stream',
    ]);
  });
});

describe('a way that has worked', () => {
  test('WebSocket: outlasts a deploy', () => {
    expect(tries([], 'refused', worked(FIRST_CHOICE), 6)).toEqual([
      'socket',
      'socket',
      'socket',
      'socket',
      'stream',
      'padded-stream',
    ]);
  });

  const stream = worked({ ...FIRST_CHOICE, way: 'stream' });

  test('HTTP: is taken again at once when the stream was cut', () =>
    expect(tries(['stream'], 'refused', failed(stream, 'refused'))).toEqual(['stream']));

  test('HTTP: gives way to a WebSocket when it no longer works', () => {
    expect(tries(['socket'], 'refused', stream)).toEqual(['stream', 'stream', 'socket']);
    expect(tries(['socket'], 'silent', stream)).toEqual(['stream', 'socket']);
  });
});
