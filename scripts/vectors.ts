/**
 * Makes the right examples of test/vectors anew: npm run vectors. The result is the same each time. What is written by
 * hand in these files (their heads, other spellings, the wrong examples) stays as it is.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { frames } from '../test/support/vectors/frames.ts';
import { envelopes, keys, passwords, peerIds, tokens } from '../test/support/vectors/keys.ts';
import {
  controlMessages,
  laneMessages,
  linkMessages,
  noteMessages,
  peerMessages,
  roomMessages,
  roomStreams,
} from '../test/support/vectors/messages.ts';
import { manifests, statements } from '../test/support/vectors/signed.ts';

const FOLDER = join(import.meta.dirname, '../test/vectors');

/** The right examples of each file. */
const MAKERS: Readonly<Record<string, () => readonly object[]>> = {
  token: tokens,
  keys,
  password: passwords,
  'peer-id': peerIds,
  envelope: envelopes,
  'room-messages': roomMessages,
  'room-stream': roomStreams,
  'peer-messages': peerMessages,
  'control-messages': controlMessages,
  'link-messages': linkMessages,
  'lane-messages': laneMessages,
  'note-messages': noteMessages,
  manifest: manifests,
  statements,
  frames,
};

export const GENERATED = Object.keys(MAKERS);

export interface VectorFile {
  /** The text of the file as it is. */
  readonly text: string;
  /** The text of the file as it should be. */
  readonly made: string;
}

export function make(name: string): VectorFile {
  const text = readFileSync(join(FOLDER, `${name}.json`), 'utf8');
  const file = JSON.parse(text) as object;
  return { text, made: `${JSON.stringify({ ...file, right: MAKERS[name]?.() }, undefined, 2)}\n` };
}

if (import.meta.main) {
  for (const name of GENERATED) {
    const { text, made } = make(name);
    if (made === text) continue;
    writeFileSync(join(FOLDER, `${name}.json`), made);
    console.log(`${name}.json is made anew`);
  }
}
