/** Texts of the page "How it works". Loaded with it; the Korean ones are in how-korean.ts. */
import { msg } from '@lit/localize';

export const howTexts = {
  lead: () =>
    msg(
      'A file goes from one browser to the other in four stages. Here is what happens in each of them, and who gets to see what.',
      { id: 'how.lead' },
    ),

  signalingMeet: () =>
    msg(
      'Two browsers cannot simply call each other: neither knows where the other one is. So both go to the same room on the server, and the room passes notes between them.',
      {
        id: 'how.signalingMeet',
      },
    ),
  signalingSeal: () =>
    msg(
      'The part of the link behind the # is a secret, and a browser never sends it to a server. Both ends work out from it what the room is called, and a key that the server does not have. Each note travels in an envelope sealed with that key.',
      {
        id: 'how.signalingSeal',
      },
    ),
  signalingSeen: () =>
    msg(
      'So the server sees that somebody came to a room, from which address, and how large the envelopes are. It does not see what is in them: no file names, no sizes, nothing about the way you will connect. It can lose an envelope, but not read one, nor change one without anybody noticing.',
      {
        id: 'how.signalingSeen',
      },
    ),

  connectingNat: () =>
    msg(
      'Most devices stand behind a router that shares one public address among all of them. This is called NAT, and it lets in only what looks like an answer. So each browser collects every address at which it might be reached, its candidates, and both try them against each other, the most direct first. The procedure is called ICE.',
      {
        id: 'how.connectingNat',
      },
    ),
  host: () => msg('Own address', { id: 'how.host' }),
  hostMore: () =>
    msg(
      '“Host”: the address of the device itself. On the same Wi-Fi the two meet here, and nothing leaves the house.',
      { id: 'how.hostMore' },
    ),
  reflexive: () => msg('Address of the router', { id: 'how.reflexive' }),
  reflexiveMore: () =>
    msg(
      '“Server reflexive”: a STUN server is asked, “Where do you see me?” When both ends then send to each other at once, each router takes what comes in for an answer and lets it through.',
      {
        id: 'how.reflexiveMore',
      },
    ),
  relay: () => msg('Relay', { id: 'how.relay' }),
  relayMore: () =>
    msg(
      'A TURN server that passes on what both ends send it. It is a detour, taken when no other way is found, and all it carries is encrypted between the two ends.',
      {
        id: 'how.relayMore',
      },
    ),
  connectingSymmetric: () =>
    msg(
      'Most routers keep one outer port for a connection, whoever is at the other end: then a direct way is found. A symmetric NAT takes a new port for each partner, so what STUN saw is of no use to anybody else. It can still meet an open network, but against a second strict router only a relay helps.',
      {
        id: 'how.connectingSymmetric',
      },
    ),
  connectingUdp: () =>
    msg(
      'UDP is tried first, because a lost packet does not hold up those behind it. Some offices and hotels block it. Then the way to the relay goes over TCP, and where nothing but web pages is let through, over TLS on port 443, as web pages do.',
      {
        id: 'how.connectingUdp',
      },
    ),

  securingKeys: () =>
    msg(
      'Before the first byte of a file, the two ends agree on fresh keys that only they know. They do it by DTLS, which is to packets what the lock in the address bar is to web pages. Each end proves itself by a certificate that it has made itself.',
      {
        id: 'how.securingKeys',
      },
    ),
  securingFingerprint: () =>
    msg(
      'Anybody can make a certificate, so whose is it? Its fingerprint has come in the sealed envelope, and a browser hangs up on a certificate with another one. Somebody who wants to sit in the middle, even the server itself, would have to swap the fingerprint, and cannot open the envelope to do so.',
      {
        id: 'how.securingFingerprint',
      },
    ),

  communicatingSctp: () =>
    msg(
      'Inside this secured connection runs SCTP, which gives the browsers data channels: no picture, no sound, just bytes, complete and in order.',
      { id: 'how.communicatingSctp' },
    ),
  communicatingBlocks: () =>
    msg(
      'What you share is cut into blocks of 1 MiB. The receiver asks for those it lacks, and for no more than it can write, so that a huge file needs no more memory than a small one. The sender signs every block, and the receiver checks the signature before it keeps the block. The link itself names the key that must have signed, so nobody can slip you anything else.',
      {
        id: 'how.communicatingBlocks',
      },
    ),
  communicatingResume: () =>
    msg(
      'Which blocks are safely on disk is written down. When the line breaks, or the receiver loads the page again, only the missing ones are sent. “Done” is said when everything has been checked and handed to your downloads, and at the sender when the receiver has confirmed it.',
      {
        id: 'how.communicatingResume',
      },
    ),

  knowTitle: () => msg('What we know about you: nothing', { id: 'how.knowTitle' }),
  know: () =>
    msg(
      'No account, no cookies, no statistics, nobody else’s scripts. Your files are on no server of ours at any time. When the last one leaves a room, nothing of it is left.',
      { id: 'how.know' },
    ),
  limitsTitle: () => msg('And what that does not cover', { id: 'how.limitsTitle' }),
  limitServer: () =>
    msg(
      'While you are connected the server sees your IP address, as that of every website does. It counts for a minute how often an address comes, against abuse, and keeps no record.',
      {
        id: 'how.limitServer',
      },
    ),
  limitOtherEnd: () =>
    msg('On a direct way the other end sees your IP address too. That is what direct means.', {
      id: 'how.limitOtherEnd',
    }),
  limitRelay: () =>
    msg('A relay sees who sends how much to whom, and nothing of what it is.', { id: 'how.limitRelay' }),
  limitLink: () =>
    msg('The link is the key. Whoever gets hold of it can have what you share, so send it in a way you trust.', {
      id: 'how.limitLink',
    }),
  limitOpen: () =>
    msg('Both pages must stay open while bytes move, since there is no copy in between.', { id: 'how.limitOpen' }),
  limitApp: () =>
    msg(
      'You trust the app that this server gives you, as with every web page. Its source is open: anybody can look, or run their own.',
      { id: 'how.limitApp' },
    ),
} as const;
