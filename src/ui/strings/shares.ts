/** What else is in a room, beside the share that its page is about. Loaded with it; its Korean is shares-korean.ts. */
import { msg, str } from '@lit/localize';

export const sharesWords = {
  given: () => msg('Shared by others', { id: 'shares.given' }),
  fromHost: () => msg('From the host', { id: 'shares.fromHost' }),
  fromPerson: (number: string) => msg(str`From person ${number}`, { id: 'shares.fromPerson' }),
  fromOther: () => msg('From somebody else here', { id: 'shares.fromOther' }),
  addressSeen: () => msg('People here can see each other’s IP address.', { id: 'shares.addressSeen' }),
  hostOnlyNow: () =>
    msg('You are connected with the host only. To take this, change that below.', { id: 'shares.hostOnlyNow' }),
  onlyHost: () => msg('Connect me with the host only', { id: 'shares.onlyHost' }),
  onlyHostHint: () =>
    msg('People here can see each other’s IP address once they add, write or take something from each other.', {
      id: 'shares.onlyHostHint',
    }),
  allowGuests: () => msg('People with the link may connect with each other', { id: 'shares.allowGuests' }),
  allowGuestsHint: () =>
    msg(
      'They can take each other’s files, pass yours on while their page is open, and see each other’s IP address. Otherwise they connect with you alone. Whoever has a file keeps it after you stop sharing.',
      {
        id: 'shares.allowGuestsHint',
      },
    ),
  added: () => msg('Added by you', { id: 'shares.added' }),
  stop: () => msg('Stop sharing', { id: 'shares.stop' }),

  addFiles: () => msg('Add files', { id: 'shares.addFiles' }),
  addFolder: () => msg('Add folder', { id: 'shares.addFolder' }),
  addHint: () => msg('Everybody with the link can download what you add.', { id: 'shares.addHint' }),

  /** On the page of a link that asks for files: of the one who made it, and of those who opened it. */
  asked: () => msg('Whoever opens it can send you files and notes.', { id: 'shares.asked' }),
  sendHere: () => msg('Send files here', { id: 'shares.sendHere' }),

  /** Beside the status, once there is something in such a room. */
  below: () => msg('See the files below.', { id: 'shares.below' }),

  away: () => msg('not here right now', { id: 'shares.away' }),
  personOne: () => msg('1 person', { id: 'shares.personOne' }),
  personMany: (count: string) => msg(str`${count} people`, { id: 'shares.personMany' }),
  onWayTo: (people: string) => msg(str`On the way to ${people}`, { id: 'shares.onWayTo' }),
  takenBy: (people: string) => msg(str`Taken by ${people}`, { id: 'shares.takenBy' }),

  noneYet: () => msg('Nobody has taken it yet.', { id: 'shares.noneYet' }),
  allDone: () => msg('Everybody who took it has what they chose. Others still can.', { id: 'shares.allDone' }),
  stoppedHere: () => msg('You stopped sharing this.', { id: 'shares.stoppedHere' }),
  stoppedThere: () => msg('They stopped sharing this.', { id: 'shares.stoppedThere' }),
};
