/** What else is in a room, beside the share that its page is about. Loaded with it; its Korean is shares-korean.ts. */
import { msg, str } from '@lit/localize';

export const sharesWords = {
  given: () => msg('Shared by others', { id: 'shares.given' }),
  fromHost: () => msg('From the host', { id: 'shares.fromHost' }),
  fromPerson: (number: string) => msg(str`From person ${number}`, { id: 'shares.fromPerson' }),
  fromOther: () => msg('From somebody else here', { id: 'shares.fromOther' }),
  addressSeen: () => msg('People here can see each other’s IP address.', { id: 'shares.addressSeen' }),
  hostOnlyNow: () =>
    msg('You are connected with the host only. To download these files, change that below.', {
      id: 'shares.hostOnlyNow',
    }),
  onlyHost: () => msg('Connect me with the host only', { id: 'shares.onlyHost' }),
  onlyHostHint: () =>
    msg('People who add files, write notes or download from each other here can see each other’s IP address.', {
      id: 'shares.onlyHostHint',
    }),
  allowGuests: () => msg('People with the link may connect with each other', { id: 'shares.allowGuests' }),
  allowGuestsHint: () =>
    msg(
      'They can then download each other’s files, pass yours on while their page is open, and see each other’s IP address. Otherwise they connect with you alone. Whoever has a file keeps it after you stop sharing.',
      { id: 'shares.allowGuestsHint' },
    ),
  added: () => msg('Added by you', { id: 'shares.added' }),
  stop: () => msg('Stop sharing', { id: 'shares.stop' }),

  addFiles: () => msg('Add files', { id: 'shares.addFiles' }),
  addFolder: () => msg('Add folder', { id: 'shares.addFolder' }),
  addHint: () => msg('Everybody with the link can download what you add.', { id: 'shares.addHint' }),

  /** On the page of a link that asks for files, for the one who made it. */
  asked: () => msg('Whoever opens it can send you files and notes.', { id: 'shares.asked' }),

  away: () => msg('not here right now', { id: 'shares.away' }),
  personOne: () => msg('1 person', { id: 'shares.personOne' }),
  personMany: (count: string) => msg(str`${count} people`, { id: 'shares.personMany' }),
  onWayTo: (people: string) => msg(str`Sending to ${people}`, { id: 'shares.onWayTo' }),
  takenBy: (people: string) => msg(str`Downloaded by ${people}`, { id: 'shares.takenBy' }),

  noneYet: () => msg('Nobody has downloaded this yet.', { id: 'shares.noneYet' }),
  allDone: () => msg('Everybody who downloaded this has what they chose. Others still can.', { id: 'shares.allDone' }),
  stoppedHere: () => msg('You stopped sharing this.', { id: 'shares.stoppedHere' }),
  expiredHere: () =>
    msg('The link has expired. Nobody can download these files any more.', { id: 'shares.expiredHere' }),
  usedUpHere: () => msg('Download limit reached. Nobody else can download these files.', { id: 'shares.usedUpHere' }),
  stoppedThere: () => msg('They stopped sharing this.', { id: 'shares.stoppedThere' }),
};
