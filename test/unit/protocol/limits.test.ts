/** Every bound has a hostile test: adding one without a row here fails. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import * as limits from '../../../src/protocol/limits.ts';
import * as workerLimits from '../../../worker/limits.ts';

type Limit = keyof typeof limits | keyof typeof workerLimits;

/** The file under test/, and words of the title, of the test that goes beyond it. */
const HOSTILE: Readonly<Record<Limit, readonly [file: string, title: string]>> = {
  BLOCK_BYTES: ['unit/protocol/frame.test.ts', 'a block signature of too large a block'],
  CHUNK_BYTES: ['unit/protocol/frame.test.ts', 'a chunk that is too large'],
  LEAST_PIECE_BYTES: ['unit/transfer/exchange/request-allowance.test.ts', 'as ours asks, in the least pieces'],
  PIECE_BYTES: ['unit/protocol/frame.test.ts', 'a request for too much'],
  MAX_PEERS: ['worker/joining.test.ts', 'R13: holds ${MAX_PEERS} peers'],
  MAX_TOLD_PEERS: ['unit/worker/room-core.test.ts', 'R3: a newcomer is told of the host and a sample'],
  MAX_TOLD_HOSTS: ['unit/worker/room-core.test.ts', 'R19: false hosts are told of by few'],
  MAX_SIGNAL_CHARS: ['worker/messages.test.ts', 'R9: a message may be as large as its relay is within the limit'],
  SIGNAL_BURST: ['worker/limits.test.ts', 'R10: a flood of %s messages closes the socket'],
  SIGNAL_PER_SECOND: [
    'unit/fuzz/room.test.ts',
    'R10: no order of messages and pauses gets more through than the budget',
  ],
  SIGNAL_COST_CHARS: ['worker/limits.test.ts', 'R10: blanks are charged like anything else'],
  MAX_PREVIEW_CHARS: ['unit/protocol/messages/messages.test.ts', 'a preview without end'],
  MAX_POST_BYTES: ['worker/http.test.ts', 'H4: a body without end is not read to its end'],
  MAX_ICE_URLS: ['unit/protocol/messages/ice-server.test.ts', 'one URL too many'],
  MAX_ICE_URL_CHARS: ['unit/protocol/messages/ice-server.test.ts', "'a'.repeat(MAX_ICE_URL_CHARS)"],
  MAX_ICE_SECRET_CHARS: ['unit/protocol/messages/ice-server.test.ts', 'a name without end'],
  MAX_ICE_TTL_SECONDS: ['unit/protocol/messages/ice-server.test.ts', 'ttlSeconds: MAX_ICE_TTL_SECONDS + 1'],
  MAX_CONTROL_CHARS: ['unit/protocol/messages/messages.test.ts', 'one that is too long is not even parsed'],
  CONTROL_BURST: ['browser/session/hostile-receiver.test.ts', 'C1b: control messages without end'],
  CONTROL_PER_SECOND: ['unit/transfer/exchange/request-allowance.test.ts', 'holds at once, regains, and never more'],
  LEAST_MESSAGE_BYTES: ['browser/session/small-messages.test.ts', 'takes less than the least'],
  MANIFEST_PAGE_CHARS: ['unit/protocol/manifest.test.ts', 'the most wasteful names there are still fit'],
  MANIFEST_PAGES_UNDER_WAY: ['unit/protocol/messages/messages.test.ts', 'too many pages at once'],
  MAX_CONTROL_BUFFER_BYTES: ['browser/session/hostile-receiver.test.ts', 'M4b: every page at once'],
  MAX_FILES: ['unit/protocol/manifest.test.ts', 'too many files'],
  MAX_MANIFEST_BYTES: ['unit/protocol/manifest.test.ts', 'pages without end'],
  MAX_PATH_CHARS: ['unit/protocol/manifest.test.ts', 'a path without end'],
  MAX_SHARE_BYTES: ['unit/protocol/manifest.test.ts', 'too many bytes'],
  MAX_INTRODUCED: ['unit/files/files-session.test.ts', 'C13: more than a host may tell of'],
  MAX_SHARES: ['unit/files/files-session.test.ts', 'C11c: more shares at once than one may offer'],
  MAX_SHARE_NUMBER: ['unit/files/files-session.test.ts', 'C11c: one who stops a share without end'],
  MAX_PASSED_ON_BLOCKS: ['unit/files/fetch/holding.test.ts', 'P1: a share that is too large to be passed on'],
  BITFIELD_BYTES: ['unit/files/fetch/holding.test.ts', 'P3: a bitfield without end'],
  MAX_BLOCK_NUMBERS: ['unit/files/fetch/holding.test.ts', 'P4: more blocks than one message may name'],
  MAX_HOLDER_LANES: ['unit/files/serve/passing-on.test.ts', 'a holder gives by a few lanes'],
  MAX_PASS_ON_MS: ['unit/session/holder.test.ts', 'P1: leave for longer than anybody may give'],
  MAX_FRAME_BYTES: ['unit/fuzz/frames.test.ts', 'valid ones, damaged'],
  MAX_WITHDRAWN_RANGES: ['unit/protocol/withdrawal.test.ts', 'W2: a list without end'],
  MAX_WITHOUT_RANGES: ['unit/protocol/withdrawal.test.ts', 'W5: a receipt that leaves out more ranges'],
  MAX_REQUESTED_BYTES: [
    'unit/transfer/exchange/send-machine.test.ts',
    'D8a: too many requests, or for too much, are dropped',
  ],
  MAX_REQUESTS: ['unit/transfer/exchange/send-machine.test.ts', 'D8a: too many requests, or for too much, are dropped'],
  MAX_EARLY_REQUESTS: ['browser/session/hostile-receiver.test.ts', 'C3a: requests before it has accepted'],
  LEAST_MEAN_REQUEST_BYTES: [
    'unit/transfer/exchange/request-allowance.test.ts',
    'requests that stay just under the mean are dropped',
  ],
  READS_PER_BLOCK: ['unit/transfer/exchange/request-allowance.test.ts', 'the last byte of every block'],
  MAX_SPARE_READS: ['unit/transfer/exchange/request-allowance.test.ts', 'the last byte of every block'],
  MAX_READS_AT_ONCE: ['browser/session/hostile-receiver.test.ts', 'C3b, D8d: accept without end'],
  MAX_OPEN_BLOCK_BYTES: ['unit/transfer/exchange/receive-machine.test.ts', 'open never more than its bound'],
  MAX_BLOCK_FAILURES: ['unit/transfer/exchange/receive-machine.test.ts', 'at the third failure its source is dropped'],
  HIGH_WATER_BYTES: ['unit/transfer/exchange/send-machine.test.ts', 'D8e: a full send buffer holds it back'],
  LOW_WATER_BYTES: ['unit/transfer/exchange/send-machine.test.ts', 'D8e: a full send buffer holds it back'],
  MAX_SDP_CHARS: ['unit/protocol/messages/messages.test.ts', 'an SDP without end'],
  MAX_CANDIDATE_CHARS: ['unit/protocol/messages/messages.test.ts', 'a candidate without end'],
  MAX_CANDIDATES: ['unit/protocol/messages/messages.test.ts', 'a description with candidates without end'],
  GREETING_BURST: ['browser/session/hostile-receiver.test.ts', 'S5b: greetings without end'],
  GREETINGS_PER_SECOND: ['browser/session/hostile-receiver.test.ts', 'S5b: greetings without end'],
  MAX_PAST_PEERS: ['unit/room/room-peers.test.ts', 'peers who come and go without end'],
  MAX_EARLY_MESSAGES: ['unit/room/peer-services.test.ts', 'without end breaks a rule'],
  SWARM_LINKS: ['unit/room/neighbours.test.ts', 'V11: as many are greeted as links are lacking'],
  MAX_GUEST_LINKS: ['unit/room/host-away.test.ts', 'S6d: a guest has MAX_GUEST_LINKS with guests'],
  MAX_PEER_LINKS: ['unit/room/host-away.test.ts', 'links that outlive their place in the room are bounded'],
  MAX_SERVICES: ['unit/vectors/messages.test.ts', 'refused: $why $from'],
  RELINK_BURST: ['unit/room/room-peers.test.ts', 'a peer that opens links and breaks them'],
  RELINKS_PER_SECOND: ['unit/room/room-peers.test.ts', 'a peer that opens links and breaks them'],
  LANE_BURST: ['browser/session/hostile-receiver.test.ts', 'L1b: lanes without end'],
  LANES_PER_SECOND: ['browser/session/hostile-receiver.test.ts', 'L1b: lanes without end'],
  MAX_OTHER_LANES: ['browser/connection/peer-link.test.ts', 'a page makes no more of them than it has places for'],
  MAX_LOOKING_WITH_LANES: ['browser/session/connections.test.ts', 'who only looks has one lane when many do'],
  PROBE_BYTES: ['browser/connection/prober.test.ts', 'without end, or of another size: few come back'],
  PROBE_BURST: ['browser/connection/prober.test.ts', 'without end, or of another size: few come back'],
  PROBES_PER_SECOND: ['browser/connection/prober.test.ts', 'without end, or of another size: few come back'],
  MAX_TOLD_CANDIDATES: ['unit/protocol/messages/messages.test.ts', 'MAX_TOLD_CANDIDATES + 1'],
  MAX_LANES: ['unit/protocol/messages/messages.test.ts', 'a lane too many'],
  MAX_NOTE_BYTES: ['unit/notes/note-message.test.ts', 'one byte more than the most is misbehaviour'],
  MAX_NOTE_PARTS: ['unit/notes/note-message.test.ts', 'parts without end'],
  NOTES_UNDER_WAY: ['unit/notes/notes-service.test.ts', 'to a peer that confirms nothing: only so many are sent'],
  MAX_KEPT_NOTES: ['unit/notes/note-log.test.ts', 'of one author is bounded in number'],
  MAX_KEPT_NOTE_BYTES: ['unit/notes/note-log.test.ts', 'of one author is bounded in bytes'],
  MAX_STORED_NOTES: ['unit/storage/records/kept-notes.test.ts', 'a room is bounded in number'],
  MAX_STORED_NOTE_BYTES: ['unit/storage/records/kept-notes.test.ts', 'a room is bounded in bytes'],
  MAX_NOTE_PEERS: ['unit/notes/note-log.test.ts', 'peers under ever new ids that write cannot fill memory'],
  NOTE_BURST: ['unit/notes/notes-service.test.ts', 'ends the link, and others feel nothing of it'],
  NOTES_PER_SECOND: ['unit/notes/notes-service.test.ts', 'is not allowed for by another link'],
  ROOM_BURST_CHARS: ['worker/limits.test.ts', 'R10: passes on no more than it has memory for'],
  ROOM_CHARS_PER_SECOND: ['worker/limits.test.ts', 'R10: passes on no more than it has memory for'],
  MAX_KNOWN_PEERS: ['unit/worker/room-core.test.ts', 'R14: what is remembered of peers that come and go is bounded'],
  MAX_ROOM_SOCKETS: ['worker/joining.test.ts', 'R13: closed sockets whose other side never answers cannot pile up'],
  MAX_STREAM_BACKLOG_BYTES: ['worker/http.test.ts', 'H3: one who never reads is closed, and its room goes on'],
};

describe('every limit has a hostile test', () => {
  test.each(Object.keys({ ...limits, ...workerLimits }))('%s', (limit) => {
    const [file, title] =
      HOSTILE[limit as Limit] ?? expect.fail(`${limit} has no hostile test: write one, and name it in this file`);
    expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain(title);
  });
});
