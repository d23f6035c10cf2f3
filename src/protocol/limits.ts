/**
 * Every bound that Beamline puts on what others may send, in one place.
 * Each names the attack or the accident that it stops; each has a hostile test.
 */

const KiB = 1024;
const MiB = 1024 * KiB;

/** Bytes of the stream that are signed, asked for and resumed together. Small enough to lose, large enough to sign. */
export const BLOCK_BYTES = MiB;

/**
 * Payload of one data channel message at the most; with its header it stays under the 256 KiB that every browser takes.
 * A larger message costs both sides less time for each byte (a bare channel's threads: 22 s for 256 MB by 64 KiB, 19 s
 * by 256 KiB, Chromium 156, two cores). On a slow path pieces are smaller, and with them the messages.
 */
export const CHUNK_BYTES = 128 * KiB;

/**
 * The least that is asked for at once, but for the rest of a block: with its header it fills five of SCTP's packets as
 * Chromium makes them, and takes a line of 2 Mbit/s 25 ms. Of larger ones a slow line would hold either too few or too
 * many.
 */
export const LEAST_PIECE_BYTES = 4.5 * KiB;

/** A receiver asks for at most this much at once: one request, several chunks, never across a block's end. */
export const PIECE_BYTES = 256 * KiB;

// --- room (server) -----------------------------------------------------------------------------------------------

/**
 * Peers in one room: a school's lecture hall. Stops a link posted in public from filling a room's memory: what each
 * member may make it hold is bounded.
 */
export const MAX_PEERS = 256;

/**
 * Peers that a newcomer is told of, beside the hosts, and by one `more`: twice the links that a guest wants, for some are
 * busy, only look or go. Stops newcomers from costing the room a message for everybody that is there.
 */
export const MAX_TOLD_PEERS = 16;

/** The same of peers that say that they are the host. Stops who says so falsely from being greeted by everybody. */
export const MAX_TOLD_HOSTS = 4;

/** Characters of one room message. An SDP with its candidates is under 8 KiB; the rest is room for growth. */
export const MAX_SIGNAL_CHARS = 64 * KiB;

/**
 * Room messages a socket may send at once: a host to which 255 come in one second makes MAX_PEER_LINKS, 15 messages
 * each, and says `busy` to the others, about 1150. Stops floods.
 */
export const SIGNAL_BURST = 1500;

/** Room messages a socket may send per second after that. */
export const SIGNAL_PER_SECOND = 30;

/** A message of this many characters, or any part of it, costs one of the budget: size is charged as well as number. */
export const SIGNAL_COST_CHARS = 4 * KiB;

/** Characters of a list that goes ahead of the link (S13): about 50 files. A room carries it for each receiver. */
export const MAX_PREVIEW_CHARS = 4 * KiB;

/** Bytes of one request with room messages, where they go by HTTP (H4): two of the largest, and many of the usual. */
export const MAX_POST_BYTES = 2 * MAX_SIGNAL_CHARS;

// --- ICE servers -------------------------------------------------------------------------------------------------

/** URLs of STUN and TURN servers in one answer: one of each kind. Stops a list that ICE would never get through. */
export const MAX_ICE_URLS = 4;

/** Characters of one such URL: the longest host name there is, and a little. */
export const MAX_ICE_URL_CHARS = 300;

/** Characters of a relay's user name, and of its credential. Cloudflare's have about 100. */
export const MAX_ICE_SECRET_CHARS = 512;

/** Seconds that an answer may claim to be good for: a timer's argument must stay small. */
export const MAX_ICE_TTL_SECONDS = 24 * 3600;

// --- peers ---------------------------------------------------------------------------------------------------------

/** Shares that one person may offer in a room at once. Stops a peer that fills memory, and screens, with lists. */
export const MAX_SHARES = 32;

/** Shares of others that a host tells a newcomer of. Stops guests from filling everybody's screen. */
export const MAX_INTRODUCED = 64;

/**
 * The largest number of a share on a link (u16): a share that ends and is announced again gets another one. More
 * announcements than that are an attack on whoever reads them.
 */
export const MAX_SHARE_NUMBER = 65_535;

/**
 * Messages of one peer, or of the room, that wait until this side can hear them: an offer is still looked at, a channel
 * or a service is not open yet, the code is being loaded. More than anybody has to say in a round trip. Stops a peer that
 * fills memory before its link is judged.
 */
export const MAX_EARLY_MESSAGES = 128;

/**
 * Links of a host at once. A link outlives its peer's place in the room: stops who links, leaves the room and comes
 * again under another name, until the browser makes no more connections (Chromium: 500, with those of all lanes). More
 * would not be quicker: guests that are turned away have the share from others (V9, V10).
 */
export const MAX_PEER_LINKS = 64;

/**
 * Links with guests that a guest looks for by itself: six neighbours are enough for a swarm (with rarest first, 100
 * receivers take 1.1 times as long as one), and two may go.
 */
export const SWARM_LINKS = 8;

/**
 * Links with guests that a guest has at the most: its own, and twice as many that others have looked for. Who comes
 * late links with those that have enough. Stops guests from using up another's connections, as MAX_PEER_LINKS does.
 */
export const MAX_GUEST_LINKS = 3 * SWARM_LINKS;

/** Services that a peer may name: stops introductions from becoming a way to send anything. */
export const MAX_SERVICES = 16;

/**
 * Links to one peer that this side makes anew by itself, at once and per second after that. Stops a peer that opens
 * links and breaks them from keeping us at it.
 */
export const RELINK_BURST = 8;
export const RELINKS_PER_SECOND = 0.1;

// --- control channel ---------------------------------------------------------------------------------------------

/** Characters of one control message: stops a peer from making the other parse without end. */
export const MAX_CONTROL_CHARS = 64 * KiB;

/** Characters that a sender puts into one manifest page: quoting can double them, and MAX_CONTROL_CHARS still holds. */
export const MANIFEST_PAGE_CHARS = 28 * KiB;

/**
 * Bytes of one message that the other end of a link has to take (RFC 8841: 64 KiB where its description does not say):
 * the longest entry of a list, in the most wasteful letters, has 30,500 and cannot be cut. Chunks are as small as need
 * be. Stops a peer whose description makes each send() throw, or has us send the bytes in crumbs.
 */
export const LEAST_MESSAGE_BYTES = 32 * KiB;

/**
 * Control messages that a receiver may send at once, and per second after that: one for each block it has written is
 * ten times less.
 */
export const CONTROL_BURST = 1000;
export const CONTROL_PER_SECOND = 1000;

/** Manifest pages that a receiver has asked for and not received yet: bounds the sender's queue. */
export const MANIFEST_PAGES_UNDER_WAY = 16;

/** Files in one share: a list of more than this is an attack on the receiver's memory (or wants a disk image). */
export const MAX_FILES = 250_000;

/**
 * Bytes in the control channel's send buffer at a sender: what that many of the largest pages are. More is a receiver
 * that asks and does not read.
 */
export const MAX_CONTROL_BUFFER_BYTES = 3 * MANIFEST_PAGES_UNDER_WAY * MAX_CONTROL_CHARS;

/** UTF-8 bytes of all manifest pages together, for the same reason. */
export const MAX_MANIFEST_BYTES = 48 * MiB;

/** UTF-16 units of one path as announced; names are then cut to what file systems take. */
export const MAX_PATH_CHARS = 4096;

/** Bytes of a whole share: 64 TiB. Every sum of sizes stays an exact integer, every block index a 32-bit one. */
export const MAX_SHARE_BYTES = 2 ** 46;

/**
 * Ranges of files in one withdrawal (W2): a folder that went away is one. Stops lists that take longer to read than the
 * share.
 */
export const MAX_WITHDRAWN_RANGES = 256;

/**
 * Ranges of files that a receipt leaves out (W5): those that were withdrawn, and those that a person did not choose from
 * the files that are shown. Stops the same lists.
 */
export const MAX_WITHOUT_RANGES = 512;

/** Candidates of one kind that a peer may say it has gathered: a figure that people see must stay one. */
export const MAX_TOLD_CANDIDATES = 999;

/**
 * Blocks of a share that is passed on at the most (1 TiB): of a larger one only its sender has anything. Stops holders
 * that say what they have until nobody's memory is left: a bit for each block and each holder.
 */
export const MAX_PASSED_ON_BLOCKS = 2 ** 20;

/** Bytes of one bitfield: a control message that every peer takes. The largest share has 32 of them. */
export const BITFIELD_BYTES = 4 * KiB;

/** Block numbers in one `have`, `given` or `cancel`: as many as come together in a second on the fastest line. */
export const MAX_BLOCK_NUMBERS = 256;

/** Lanes of a link on which a receiver passes a share on: it has several such links, and takes by them as well. */
export const MAX_HOLDER_LANES = 4;

/** How long a share may be passed on without a new word of its sender (P1): stops shares from living for ever. */
export const MAX_PASS_ON_MS = 7 * 24 * 3600 * 1000;

// --- data channel ------------------------------------------------------------------------------------------------

/** Bytes of one data frame: the largest chunk and its header. */
export const MAX_FRAME_BYTES = CHUNK_BYTES + 64;

/** Bytes that one receiver may have asked for and not been sent yet. More is a peer that wants to fill our memory. */
export const MAX_REQUESTED_BYTES = 64 * MiB;

/** Requests waiting at the sender: bounds the queue even when each request is for one byte. */
export const MAX_REQUESTS = 4096;

/**
 * Requests that may come before their `accept`, which a lost packet holds up on the other channel: a first window has
 * four.
 */
export const MAX_EARLY_REQUESTS = 64;

/**
 * Bytes that a receiver's requests must be for on average, once there were MAX_REQUESTS: less than the least that ours
 * asks for. Stops millions of requests for a byte, each of which costs two turns of the sender's page.
 */
export const LEAST_MEAN_REQUEST_BYTES = 4 * KiB;

/**
 * Times that a block may be read for a receiver for each BLOCK_BYTES that it asked for: twice with gaps between, and
 * slack.
 */
export const READS_PER_BLOCK = 4;

/**
 * The same before it has asked for much. Stops requests for the last byte of every block: each costs a read and a
 * signature.
 */
export const MAX_SPARE_READS = 64;

/**
 * Blocks being read for one receiver at once, also after it has begun anew: stops floods of `accept` from filling
 * memory.
 */
export const MAX_READS_AT_ONCE = 8;

/** Bytes that the receiver holds in blocks which are incomplete, being verified or being written. */
export const MAX_OPEN_BLOCK_BYTES = 16 * MiB;

/** Times a block may fail its signature before its peer is dropped: one may be an accident, three are not. */
export const MAX_BLOCK_FAILURES = 3;

/**
 * Bytes in the send buffers of a link's data channels together, above which we wait: Chrome closes a channel at 16 MiB.
 */
export const HIGH_WATER_BYTES = 4 * MiB;

/**
 * Bytes in one send buffer below which we go on: less than a lane's part of HIGH_WATER_BYTES, however many there are.
 */
export const LOW_WATER_BYTES = HIGH_WATER_BYTES / 32;

// --- sealed messages ---------------------------------------------------------------------------------------------

/** Characters of one session description. */
export const MAX_SDP_CHARS = 32 * KiB;

/** Characters of one candidate line. */
export const MAX_CANDIDATE_CHARS = 1024;

/** Candidates taken from one peer for one description: stops floods of candidates to check. */
export const MAX_CANDIDATES = 64;

/**
 * Greetings that a sender answers at once, and per second after that, for each peer: every one is an RTCPeerConnection.
 */
export const GREETING_BURST = 8;
export const GREETINGS_PER_SECOND = 1;

/** Peers that a room remembers after they are gone: stops who joins and leaves all day from filling its list. */
export const MAX_PAST_PEERS = 64;

/** Lanes that one side may have the other make on one link, and per second after that: each is an RTCPeerConnection. */
export const LANE_BURST = 32;
export const LANES_PER_SECOND = 1;

/**
 * RTCPeerConnections of a page beside the first of each link: Chromium makes 500 at most, and the next receiver needs
 * one.
 */
export const MAX_OTHER_LANES = 128;

/**
 * Receivers that may have more than one lane while they only look: beyond it each has one, for the lanes are of use to
 * whoever takes the files.
 */
export const MAX_LOOKING_WITH_LANES = 4;

/** Bytes of a probe and of its echo (L5): which of the two it is, and a number. */
export const PROBE_BYTES = 5;

/**
 * Probes that one side echoes at once, and per second after that. Stops floods that make it send as much as it gets.
 */
export const PROBE_BURST = 100;
export const PROBES_PER_SECOND = 100;

/** RTCPeerConnections of one peer link. */
export const MAX_LANES = 16;

// --- notes -------------------------------------------------------------------------------------------------------

/** UTF-8 bytes of one note. Stops texts that take longer to draw than a page may hang: more than this is a file. */
export const MAX_NOTE_BYTES = 64 * KiB;

/**
 * Messages of one note: what MAX_NOTE_BYTES of characters that JSON writes with six take, and slack. Stops notes that
 * come a character at a time and cost a message each.
 */
export const MAX_NOTE_PARTS = 16;

/**
 * Notes sent on a link and not confirmed yet: bounds the send buffer, which files need as well, for a peer that does
 * not read.
 */
export const NOTES_UNDER_WAY = 4;

/** Notes of one author that are kept, and their UTF-8 bytes: the oldest goes. Stops an author from filling our memory. */
export const MAX_KEPT_NOTES = 200;
export const MAX_KEPT_NOTE_BYTES = 512 * KiB;

/**
 * Notes of one room that are kept in the browser, and their UTF-8 bytes: the oldest goes. Stops people of a room from
 * filling the disk.
 */
export const MAX_STORED_NOTES = 500;
export const MAX_STORED_NOTE_BYTES = 1024 * KiB;

/** Peers whose notes and confirmations are remembered: stops who comes under ever new names from filling our memory. */
export const MAX_NOTE_PEERS = 64;

/**
 * Notes of one peer taken at once, and per second after that: all that it keeps, for who comes late gets them at once,
 * and half of that again. Stops floods.
 */
export const NOTE_BURST = 300;
export const NOTES_PER_SECOND = 5;
