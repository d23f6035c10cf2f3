/** What happened and what to do, for each error code. The compiler checks that none is missing. */
import { msg, str } from '@lit/localize';

import type { BeamError, ErrorCode } from '../../protocol/errors.ts';
import { quoteName } from '../parts/file-name.ts';
import { formatBytes } from '../parts/format.ts';
import { currentLocale } from './locale.ts';

export const errorTexts: Record<ErrorCode, () => string> = {
  'link-malformed': () =>
    msg('This link is not complete. Copy all of it, or ask the sender for it again.', { id: 'error.link-malformed' }),
  'link-long': () =>
    msg('This link seems to have extra characters. Copy the link alone, or ask the sender for it again.', {
      id: 'error.link-long',
    }),
  'password-needed': () => msg('This link needs a password. Ask the sender for it.', { id: 'error.password-needed' }),
  'browser-enclosed': () =>
    msg('This link was opened inside another app, which may not save files. Open it in your browser.', {
      id: 'error.browser-enclosed',
    }),
  'browser-unsupported': () =>
    msg(
      'This browser lacks something that Beamline needs. Update it, or use a current Chrome, Edge, Firefox or Safari.',
      { id: 'error.browser-unsupported' },
    ),
  'webrtc-missing': () =>
    msg(
      'This browser has no WebRTC, or it is switched off by a setting, an extension, a policy or Lockdown Mode. Files cannot be sent without it. Switch it on for this page, or open the page in another browser.',
      { id: 'error.webrtc-missing' },
    ),
  'page-insecure': () =>
    msg(
      'This page was opened without HTTPS, and browsers then withhold the encryption that Beamline needs. Open it at an address that begins with https://.',
      { id: 'error.page-insecure' },
    ),
  'server-unreachable': () =>
    msg('Can’t reach Beamline’s server. Check your network, then try again.', { id: 'error.server-unreachable' }),
  'room-full': () =>
    msg('Too many people have this link open right now. Try again when somebody is done.', { id: 'error.room-full' }),
  'joins-limited': () =>
    msg('Too many attempts from your network. Wait a minute, then try again.', { id: 'error.joins-limited' }),
  'messages-limited': () => msg('Too many requests. Reload to try again.', { id: 'error.messages-limited' }),
  'message-bad': () =>
    msg('The server did not understand this page. Reload to get the newest version.', { id: 'error.message-bad' }),
  'message-large': () =>
    msg('The connection data is larger than the server allows. Try again, or try another browser.', {
      id: 'error.message-large',
    }),
  'share-unknown': () =>
    msg('This is the sender’s own page, not a share link. Ask for the link.', { id: 'error.share-unknown' }),
  replaced: () => msg('This was opened again somewhere else, and continues there.', { id: 'error.replaced' }),
  outdated: () =>
    msg('There is a newer Beamline, and this page no longer fits it. Reload the page.', { id: 'error.outdated' }),
  'peer-outdated': () =>
    msg('The other browser has an older Beamline open, which does not fit this one. Ask them to reload the page.', {
      id: 'error.peer-outdated',
    }),
  'signaling-failed': () =>
    msg(
      'The two browsers couldn’t exchange connection data: messages through the server got lost. Reload the page on both sides.',
      { id: 'error.signaling-failed' },
    ),
  'candidates-none': () =>
    msg(
      'One of the two browsers gives no address to connect to. Turn off extensions and settings that block WebRTC, or try another browser.',
      { id: 'error.candidates-none' },
    ),
  'webrtc-limited': () =>
    msg(
      'One of the two browsers may use WebRTC through relays only, by a setting, an extension or a policy, and there is no relay that it can use. Turn that off, or try another browser.',
      { id: 'error.webrtc-limited' },
    ),
  'udp-blocked': () =>
    msg(
      'A network blocks UDP, which direct connections need, and this server has no relay to help. Try another network (mobile data often works), or turn off a VPN.',
      { id: 'error.udp-blocked' },
    ),
  'securing-failed': () =>
    msg(
      'The two browsers reached each other, but couldn’t make a secure connection. Often a firewall or a VPN is the cause: turn it off, or try another network.',
      { id: 'error.securing-failed' },
    ),
  'messages-small': () =>
    msg(
      'One of the two browsers takes only very small messages, too small for files. Update it, or use a current Chrome, Edge, Firefox or Safari.',
      { id: 'error.messages-small' },
    ),
  'peer-busy': () =>
    msg(
      'The other browser is connected to as many people as it can be. Keep this page open: it tries again automatically.',
      { id: 'error.peer-busy' },
    ),
  'connections-many': () =>
    msg(
      'One of the two browsers has too many connections to make another. Close some of its tabs or wait a minute, then try again.',
      { id: 'error.connections-many' },
    ),
  'shares-many': () => msg('You share as much here as you can. Stop one share first.', { id: 'error.shares-many' }),
  'connection-failed': () =>
    msg(
      'The two browsers couldn’t connect to each other. Try another network (mobile data often works), or turn off a VPN.',
      { id: 'error.connection-failed' },
    ),
  'relay-none': () =>
    msg(
      'The two browsers couldn’t connect to each other, and this server has no relay to help. Try another network (mobile data often works), or turn off a VPN.',
      { id: 'error.relay-none' },
    ),
  'relay-unavailable': () =>
    msg(
      'The two browsers couldn’t connect to each other directly, and the relay does not answer right now. Try again in a minute, or try another network.',
      { id: 'error.relay-unavailable' },
    ),
  'relay-limited': () =>
    msg(
      'The two browsers couldn’t connect to each other directly, and a relay was asked for too often from your network or for this link. Wait a minute, then try again.',
      { id: 'error.relay-limited' },
    ),
  'relay-alone': () =>
    msg('A relay works only while both have the page open, and one had not. Try again once both have.', {
      id: 'error.relay-alone',
    }),
  'relay-required': () =>
    msg(
      'You hide your IP address, which needs a relay, and none is available right now. Switch off “Hide my IP address” to connect directly, or try again later.',
      { id: 'error.relay-required' },
    ),
  'connection-lost': () =>
    msg('The connection broke and did not come back. Try again: what has arrived is kept.', {
      id: 'error.connection-lost',
    }),
  'peer-left': () =>
    msg('They left before the end. It can continue once both have the page open again.', { id: 'error.peer-left' }),
  'peer-misbehaved': () =>
    msg('The other browser sent something unexpected, so it was disconnected. Ask for a new link.', {
      id: 'error.peer-misbehaved',
    }),
  'manifest-forged': () =>
    msg('These files are not from the person who made this link, so they were refused. Ask for a new link.', {
      id: 'error.manifest-forged',
    }),
  'manifest-bad': () =>
    msg('The list of files is not valid, so it was refused. Ask for the files to be shared again.', {
      id: 'error.manifest-bad',
    }),
  'block-forged': () =>
    msg('The data arrived altered, several times over, and was refused. Try another network, or ask for a new link.', {
      id: 'error.block-forged',
    }),
  'source-changed': () =>
    msg('A file was changed, moved or deleted after it was chosen. Share it again, with a new link.', {
      id: 'error.source-changed',
    }),
  'source-withdrawn': () =>
    msg('A file changed or went away while it was sent. Download again to get all the others.', {
      id: 'error.source-withdrawn',
    }),
  'source-missing': () =>
    msg('Some of the files are still missing. Choose the same ones as before.', { id: 'error.source-missing' }),
  'source-unreadable': () =>
    msg('Nothing of what you chose can be read. Check that you may open it, then choose it again.', {
      id: 'error.source-unreadable',
    }),
  'source-empty': () =>
    msg('There was nothing in what you chose. Choose a file, or a folder with files in it.', {
      id: 'error.source-empty',
    }),
  'source-large': () =>
    msg('That is more than one share can hold. Share it in parts, or pack the many files into one.', {
      id: 'error.source-large',
    }),
  'space-short': () =>
    msg('There is not enough space on this device. Free some space, then try again.', { id: 'error.space-short' }),
  'space-gone': () =>
    msg('The disk is full. Free some space, and it continues automatically; what has arrived is kept.', {
      id: 'error.space-gone',
    }),
  'storage-blocked': () =>
    msg('This browser gives the page no storage. Leave private browsing or allow site data, then try again.', {
      id: 'error.storage-blocked',
    }),
  'storage-failed': () =>
    msg('Writing to this browser’s storage failed. Check that the device has space, then try again.', {
      id: 'error.storage-failed',
    }),
  'storage-lost': () =>
    msg(
      'This browser’s storage was cleared, or it has stopped answering. Download again: only what is missing is fetched.',
      { id: 'error.storage-lost' },
    ),
  'save-failed': () =>
    msg('The files could not be saved. Check the place to save to, and its free space, then try again.', {
      id: 'error.save-failed',
    }),
  'share-stopped': () => msg('The sender stopped sharing. Ask for a new link.', { id: 'error.share-stopped' }),
  'share-expired': () => msg('This link has expired. Ask for a new one.', { id: 'error.share-expired' }),
  'share-used-up': () =>
    msg('The download limit of this link is reached. Ask the sender for a new one.', { id: 'error.share-used-up' }),
  'cancelled-by-sender': () =>
    msg('The sender ended this share. Ask for a new link.', { id: 'error.cancelled-by-sender' }),
  'cancelled-by-receiver': () =>
    msg('The download was stopped. The link still works.', { id: 'error.cancelled-by-receiver' }),
  internal: () =>
    msg('Something broke inside Beamline. That is our fault, not yours. Reload the page.', { id: 'error.internal' }),
};

export const spaceShortText = (needed: string, free: string): string =>
  msg(str`This takes ${needed}, and this browser has ${free} left. Free some space, then try again.`, {
    id: 'error.space-short.figures',
  });

export const spaceGoneText = (needed: string, free: string): string =>
  msg(
    str`The disk is full: ${needed} are still to come, and this browser has ${free} left. Free some space, and it continues automatically; what has arrived is kept.`,
    {
      id: 'error.space-gone.figures',
    },
  );

export const sourceChangedText = (path: string): string =>
  msg(str`“${path}” was changed, moved or deleted after it was chosen. Share it again, with a new link.`, {
    id: 'error.source-changed.figures',
  });

/** For a share that is to go on, whose link stays the same. */
export const sourceOtherText = (path: string): string =>
  msg(str`“${path}” is not the same as when you shared it. Choose the file as it was.`, { id: 'error.source-other' });

export const sourceOtherRestText = (path: string): string =>
  msg(
    str`“${path}” is not the same as when you shared it. Choose the file as it was, or share the others without it.`,
    { id: 'error.source-other.rest' },
  );

export const sourceWithdrawnText = (path: string): string =>
  msg(str`“${path}” changed or went away while it was sent. Download again to get all the others.`, {
    id: 'error.source-withdrawn.figures',
  });

export const sourceMissingText = (path: string): string =>
  msg(str`“${path}” is still missing. Choose the same files as before.`, { id: 'error.source-missing.figures' });

export const sourceUnreadableText = (path: string): string =>
  msg(str`“${path}” cannot be read. Check that you may open it, then choose it again.`, {
    id: 'error.source-unreadable.figures',
  });

export const unsupportedText = (missing: string): string =>
  msg(
    str`This browser lacks ${missing}, which Beamline needs. Update it, or use a current Chrome, Edge, Firefox or Safari.`,
    {
      id: 'error.browser-unsupported.figures',
    },
  );

/** The text of an error, with its figures if it has any. */
export function errorText({ code, figures }: BeamError): string {
  const { neededBytes, freeBytes, path, missing } = figures;
  if ((code === 'space-short' || code === 'space-gone') && neededBytes !== undefined && freeBytes !== undefined) {
    const spaceText = code === 'space-short' ? spaceShortText : spaceGoneText;
    return spaceText(formatBytes(neededBytes, currentLocale()), formatBytes(freeBytes, currentLocale()));
  }
  if (code === 'browser-unsupported' && missing !== undefined) return unsupportedText(missing);
  if (code === 'source-changed' && path !== undefined) return sourceChangedText(quoteName(path));
  if (code === 'source-withdrawn' && path !== undefined) return sourceWithdrawnText(quoteName(path));
  if (code === 'source-unreadable' && path !== undefined) return sourceUnreadableText(quoteName(path));
  if (code === 'source-missing' && path !== undefined) return sourceMissingText(quoteName(path));
  return errorTexts[code]();
}

/**
 * The text for files that were chosen again. @param canShareRest the other files can be shared without the one that
 * differs
 */
export function searchText(error: BeamError, canShareRest: boolean): string {
  const {
    code,
    figures: { path },
  } = error;
  if (code !== 'source-changed' || path === undefined) return errorText(error);
  return (canShareRest ? sourceOtherRestText : sourceOtherText)(quoteName(path));
}
