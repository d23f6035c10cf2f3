/** Labels and sentences of the elements. Each id is the key; what tests rely on by name is in docs/architecture.md. */
import { msg, str } from '@lit/localize';

export const words = {
  // beam-home
  promise: () => msg('From here to there, in a straight line.', { id: 'promise' }),
  promiseMore: () =>
    msg(
      'Choose a file, send the link. It goes from your browser straight to theirs: no account, no upload, no copy left on a server.',
      {
        id: 'promiseMore',
      },
    ),
  chooseFiles: () => msg('Choose files', { id: 'chooseFiles' }),
  chooseFolder: () => msg('Choose folder', { id: 'chooseFolder' }),
  dropHint: () => msg('or drop them anywhere on this page, or paste', { id: 'dropHint' }),
  touchHint: () => msg('Photos, films, whole folders: as large as you like', { id: 'touchHint' }),
  receiveFiles: () => msg('Receive files', { id: 'receiveFiles' }),
  receiveFilesMore: () => msg('Send a link to people who have files for you.', { id: 'receiveFilesMore' }),
  gathering: () => msg('Gathering what you chose.', { id: 'gathering' }),
  here: () => msg('Here', { id: 'here' }),
  there: () => msg('There', { id: 'there' }),
  factStraight: () => msg('Straight across', { id: 'factStraight' }),
  factStreamingMore: () => msg('On the same Wi-Fi it never even leaves the house.', { id: 'factStreamingMore' }),
  factSealed: () => msg('Sealed', { id: 'factSealed' }),
  factSealedMore: () => msg('Only people with the link can open it. Every byte is checked.', { id: 'factSealedMore' }),
  factResumes: () => msg('Picks up again', { id: 'factResumes' }),
  factResumesMore: () => msg('If the line breaks, it goes on where it stopped.', { id: 'factResumesMore' }),
  openShares: () => msg('Still open', { id: 'openShares' }),
  room: () => msg('Room', { id: 'room' }),
  show: () => msg('Show', { id: 'show' }),

  // beam-recent
  recent: () => msg('Recent', { id: 'recent' }),
  goOn: () => msg('Continue', { id: 'goOn' }),
  forget: () => msg('Forget', { id: 'forget' }),
  sentByYou: () => msg('shared by you', { id: 'sentByYou' }),
  partHere: (percent: string) => msg(str`${percent} has arrived`, { id: 'partHere' }),

  // beam-return
  continueSharing: () => msg('Continue sharing', { id: 'continueSharing' }),
  shareRest: () => msg('Share the others without it', { id: 'shareRest' }),
  filesAgain: () => msg('Choose the files again', { id: 'filesAgain' }),
  folderAgain: () => msg('Choose the folder again', { id: 'folderAgain' }),

  // beam-terms
  options: () => msg('Options', { id: 'options' }),
  expires: () => msg('The link works', { id: 'expires' }),
  expiresNever: () => msg('without an end', { id: 'expiresNever' }),
  expiresHour: () => msg('for an hour', { id: 'expiresHour' }),
  expiresDay: () => msg('for a day', { id: 'expiresDay' }),
  expiresWeek: () => msg('for a week', { id: 'expiresWeek' }),
  expiresAt: (date: string) => msg(str`until ${date}`, { id: 'expiresAt' }),
  mostDownloads: () => msg('How many may get it', { id: 'mostDownloads' }),
  anyNumber: () => msg('any number', { id: 'anyNumber' }),
  termsHint: () =>
    msg('Your browser sees to it, while this page is open. Who has begun may finish.', { id: 'termsHint' }),

  password: () => msg('Password', { id: 'password' }),
  setPassword: () => msg('Set password', { id: 'setPassword' }),
  changePassword: () => msg('Change password', { id: 'changePassword' }),
  passwordHint: () =>
    msg('Changes the link: it then wants the password, too. Pass that on by another way than the link.', {
      id: 'passwordHint',
    }),
  passwordSet: () => msg('The link wants a password now.', { id: 'passwordSet' }),

  // beam-password
  passwordNeeded: () => msg('This link wants a password', { id: 'passwordNeeded' }),
  passwordNeededMore: () => msg('The sender has it: ask them.', { id: 'passwordNeededMore' }),
  open: () => msg('Open', { id: 'open' }),
  otherPassword: () => msg('Try another password', { id: 'otherPassword' }),

  // beam-sender
  shareGoesOn: () => msg('Your share can go on', { id: 'shareGoesOn' }),
  linkReady: () => msg('Your link is ready', { id: 'linkReady' }),
  sharing: () => msg('On its way', { id: 'sharing' }),
  sent: () => msg('They have it', { id: 'sent' }),
  shareOver: () => msg('This share is over', { id: 'shareOver' }),
  shareLink: () => msg('Share link', { id: 'shareLink' }),
  copyLink: () => msg('Copy link', { id: 'copyLink' }),
  copied: () => msg('Copied', { id: 'copied' }),
  copyFailed: () => msg('Not copied: select the link and copy it', { id: 'copyFailed' }),
  shareByApp: () => msg('Share…', { id: 'shareByApp' }),
  qrCode: () => msg('QR code', { id: 'qrCode' }),
  qrHint: () => msg('Point a phone at it', { id: 'qrHint' }),
  people: () => msg('People', { id: 'people' }),
  person: (number: string) => msg(str`Person ${number}`, { id: 'person' }),
  disconnectPerson: (number: string) => msg(str`Disconnect person ${number}`, { id: 'disconnectPerson' }),
  pause: () => msg('Pause', { id: 'pause' }),
  resume: () => msg('Resume', { id: 'resume' }),
  cancel: () => msg('Cancel', { id: 'cancel' }),
  cancelShareHint: () => msg('Ends the share for everybody; the link stops working.', { id: 'cancelShareHint' }),
  shareMore: () => msg('Share something else', { id: 'shareMore' }),
  whatYouShare: () => msg('What you share', { id: 'whatYouShare' }),
  you: () => msg('You', { id: 'you' }),
  them: () => msg('Them', { id: 'them' }),

  // beam-receiver
  openingLink: () => msg('Opening the link', { id: 'openingLink' }),
  forYou: (files: string) => msg(str`${files} for you`, { id: 'forYou' }),
  filesComing: (files: string) => msg(str`${files} on the way`, { id: 'filesComing' }),
  withdrawn: (files: string) => msg(str`Left out: ${files}`, { id: 'withdrawn' }),
  withdrawnHere: () =>
    msg('Changed, gone or not readable any more. Everyone gets the other files.', { id: 'withdrawnHere' }),
  withdrawnThere: () => msg('Changed or gone at the sender’s. You get all the other files.', { id: 'withdrawnThere' }),
  doneWithout: (files: string) => msg(str`without ${files}`, { id: 'doneWithout' }),
  filesHere: (files: string) => msg(str`${files}, safely here`, { id: 'filesHere' }),
  cannotOpen: () => msg('This did not work out', { id: 'cannotOpen' }),
  brokenLink: () => msg('Something is missing from this link', { id: 'brokenLink' }),
  longLink: () => msg('There is something extra in this link', { id: 'longLink' }),
  pasteLink: () => msg('Paste the link here', { id: 'pasteLink' }),
  sender: () => msg('Sender', { id: 'sender' }),
  download: () => msg('Download', { id: 'download' }),
  folderHint: () => msg('Download asks for a folder.', { id: 'folderHint' }),
  zipHint: () => msg('It comes as one ZIP.', { id: 'zipHint' }),
  datesHint: () => msg('Only the ZIP keeps the files’ dates.', { id: 'datesHint' }),
  zipDatesHint: () => msg('It keeps the files’ dates.', { id: 'zipDatesHint' }),
  dotHint: () => msg('Browsers drop the dot in front of this name. The ZIP keeps it, and the date.', { id: 'dotHint' }),
  saveAsZip: () => msg('Save as one ZIP', { id: 'saveAsZip' }),
  cancelReceiveHint: () => msg('Stops, and throws away what has arrived so far.', { id: 'cancelReceiveHint' }),
  tryAgain: () => msg('Try again', { id: 'tryAgain' }),
  shareYourOwn: () => msg('Share something', { id: 'shareYourOwn' }),

  // beam-relay-choice
  relayOnly: () => msg('Relay only (hide my address)', { id: 'relayOnly' }),
  relayOnlyHint: () =>
    msg('The other side sees a relay’s address instead of yours. It may be slower.', { id: 'relayOnlyHint' }),
  relayOnlyLate: () =>
    msg(
      'Connects again, through a relay. The sender may have seen your address on this visit already; from the next link on it stays hidden.',
      {
        id: 'relayOnlyLate',
      },
    ),

  // beam-files
  files: () => msg('Files', { id: 'files' }),
  fileOne: () => msg('1 file', { id: 'fileOne' }),
  fileMany: (count: string) => msg(str`${count} files`, { id: 'fileMany' }),
  amount: (files: string, size: string) => msg(str`${files}, ${size}`, { id: 'amount' }),
  emptyFolder: () => msg('Empty folder', { id: 'emptyFolder' }),
  andMore: (count: string) => msg(str`and ${count} more`, { id: 'andMore' }),

  // progress
  progress: () => msg('Progress', { id: 'progress' }),
  doneOf: (done: string, all: string) => msg(str`${done} of ${all}`, { id: 'doneOf' }),
  timeLeft: (time: string) => msg(str`${time} left`, { id: 'timeLeft' }),
  partDone: (percent: string) => msg(str`${percent} done.`, { id: 'partDone' }),

  // beam-app
  home: () => msg('Beamline, to the start page', { id: 'home' }),
  dropHere: () => msg('Let go to share', { id: 'dropHere' }),
  offline: () =>
    msg('You are offline. The app opens without a network, sending and receiving need one.', { id: 'offline' }),
  updateReady: () => msg('A newer version is ready.', { id: 'updateReady' }),
  updateNow: () => msg('Use it now', { id: 'updateNow' }),

  // beam-footer
  more: () => msg('More', { id: 'more' }),
  howItWorks: () => msg('How it works', { id: 'howItWorks' }),

  // beam-storage
  storage: () => msg('Storage', { id: 'storage' }),
  storageMore: () =>
    msg(
      'What you receive is kept in this browser until it is complete and saved, so that it can go on after a break.',
      { id: 'storageMore' },
    ),
  storageEmpty: () => msg('Nothing is kept here.', { id: 'storageEmpty' }),
  storageFree: (used: string, free: string) => msg(str`${used} used, ${free} free`, { id: 'storageFree' }),
  storageUsed: (used: string) => msg(str`${used} used`, { id: 'storageUsed' }),
  storedSince: (date: string) => msg(str`since ${date}`, { id: 'storedSince' }),
  storedWhole: () => msg('complete', { id: 'storedWhole' }),
  andOthers: (name: string, count: string) => msg(str`${name} and ${count} more`, { id: 'andOthers' }),
  clear: () => msg('Clear', { id: 'clear' }),
  clearThis: (name: string) => msg(str`Clear ${name}`, { id: 'clearThis' }),
  clearAll: () => msg('Clear all', { id: 'clearAll' }),
  back: () => msg('Back', { id: 'back' }),
  close: () => msg('Close', { id: 'close' }),
} as const;
