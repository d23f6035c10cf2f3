/** Labels and sentences of the elements. Each id is the key; what tests rely on by name is in docs/architecture.md. */
import { msg, str } from '@lit/localize';

export const words = {
  // beam-home
  promise: () => msg('From here to there, in a straight line.', { id: 'promise' }),
  promiseMore: () =>
    msg(
      'Choose files and send the link. They go straight from your browser to theirs: no account, no upload, no copy on a server.',
      { id: 'promiseMore' },
    ),
  chooseFiles: () => msg('Choose files', { id: 'chooseFiles' }),
  chooseFolder: () => msg('Choose folder', { id: 'chooseFolder' }),
  dropHint: () => msg('or drop them anywhere on this page, or paste', { id: 'dropHint' }),
  touchHint: () => msg('Photos, videos, whole folders: of any size', { id: 'touchHint' }),
  receiveFiles: () => msg('Receive files', { id: 'receiveFiles' }),
  receiveFilesMore: () => msg('Create a link for people who have files for you.', { id: 'receiveFilesMore' }),
  makingLink: () => msg('The link is being made.', { id: 'makingLink' }),
  gathering: () => msg('Reading your files…', { id: 'gathering' }),
  factStraight: () => msg('Direct', { id: 'factStraight' }),
  factStreamingMore: () => msg('On the same Wi-Fi, files don’t even use the internet.', { id: 'factStreamingMore' }),
  factSealed: () => msg('Private', { id: 'factSealed' }),
  factSealedMore: () =>
    msg('Only people with the link can open it. Files are checked for damage.', { id: 'factSealedMore' }),
  factResumes: () => msg('Resumes', { id: 'factResumes' }),
  factResumesMore: () => msg('If the connection breaks, it continues where it stopped.', { id: 'factResumesMore' }),
  openShares: () => msg('Active shares', { id: 'openShares' }),
  room: () => msg('Room', { id: 'room' }),
  show: () => msg('Show', { id: 'show' }),

  // beam-recent
  recent: () => msg('Recent', { id: 'recent' }),
  goOn: () => msg('Continue', { id: 'goOn' }),
  forget: () => msg('Remove', { id: 'forget' }),
  sentByYou: () => msg('shared by you', { id: 'sentByYou' }),
  partHere: (percent: string) => msg(str`${percent} has arrived`, { id: 'partHere' }),

  // beam-return
  continueSharing: () => msg('Continue sharing', { id: 'continueSharing' }),
  shareRest: () => msg('Share the others without it', { id: 'shareRest' }),
  filesAgain: () => msg('Choose the files again', { id: 'filesAgain' }),
  folderAgain: () => msg('Choose the folder again', { id: 'folderAgain' }),

  // beam-terms
  options: () => msg('Options', { id: 'options' }),
  expires: () => msg('Link expires', { id: 'expires' }),
  expiresNever: () => msg('Never', { id: 'expiresNever' }),
  expiresHour: () => msg('In an hour', { id: 'expiresHour' }),
  expiresDay: () => msg('In a day', { id: 'expiresDay' }),
  expiresWeek: () => msg('In a week', { id: 'expiresWeek' }),
  expiresAt: (date: string) => msg(str`On ${date}`, { id: 'expiresAt' }),
  mostDownloads: () => msg('Download limit', { id: 'mostDownloads' }),
  anyNumber: () => msg('None', { id: 'anyNumber' }),
  termsHint: () => msg('Applies while this page is open. Downloads under way can finish.', { id: 'termsHint' }),

  password: () => msg('Password', { id: 'password' }),
  setPassword: () => msg('Set password', { id: 'setPassword' }),
  changePassword: () => msg('Change password', { id: 'changePassword' }),
  passwordHint: () => msg('Makes a new, protected link. Send the password separately.', { id: 'passwordHint' }),
  passwordSet: () => msg('The link needs the password now.', { id: 'passwordSet' }),

  // beam-password
  passwordNeeded: () => msg('This link needs a password', { id: 'passwordNeeded' }),
  passwordNeededMore: () => msg('Ask the sender for it.', { id: 'passwordNeededMore' }),
  open: () => msg('Open', { id: 'open' }),
  otherPassword: () => msg('Try another password', { id: 'otherPassword' }),

  // beam-sender
  shareLink: () => msg('Share link', { id: 'shareLink' }),
  copyLink: () => msg('Copy link', { id: 'copyLink' }),
  copied: () => msg('Copied', { id: 'copied' }),
  copyFailed: () => msg('Not copied. Select the link and copy it', { id: 'copyFailed' }),
  shareByApp: () => msg('Share…', { id: 'shareByApp' }),
  qrCode: () => msg('QR code', { id: 'qrCode' }),
  qrHint: () => msg('Scan with your phone', { id: 'qrHint' }),
  people: () => msg('People', { id: 'people' }),
  person: (number: string) => msg(str`Person ${number}`, { id: 'person' }),
  disconnectPerson: (number: string) => msg(str`Disconnect person ${number}`, { id: 'disconnectPerson' }),
  cancelShare: () => msg('Cancel', { id: 'cancelShare' }),
  pause: () => msg('Pause', { id: 'pause' }),
  resume: () => msg('Resume', { id: 'resume' }),
  cancelShareHint: () => msg('Stops sharing with everybody. The link no longer opens.', { id: 'cancelShareHint' }),
  shareMore: () => msg('Share something else', { id: 'shareMore' }),
  whatYouShare: () => msg('What you share', { id: 'whatYouShare' }),
  you: () => msg('You', { id: 'you' }),
  them: () => msg('Them', { id: 'them' }),

  // beam-receiver
  withdrawn: (files: string) => msg(str`Left out: ${files}`, { id: 'withdrawn' }),
  withdrawnHere: () =>
    msg('Changed, gone or no longer readable. Everyone gets the other files.', { id: 'withdrawnHere' }),
  withdrawnThere: () => msg('Changed or gone at the sender’s. You get all the other files.', { id: 'withdrawnThere' }),
  doneWithout: (files: string) => msg(str`without ${files}`, { id: 'doneWithout' }),
  cannotOpen: () => msg('Couldn’t open this', { id: 'cannotOpen' }),
  brokenLink: () => msg('The link is incomplete', { id: 'brokenLink' }),
  longLink: () => msg('The link has extra characters', { id: 'longLink' }),
  pasteAgain: () => msg('Paste the link again', { id: 'pasteAgain' }),
  pasteLink: () => msg('Paste the link here', { id: 'pasteLink' }),
  download: () => msg('Download', { id: 'download' }),
  folderHint: () => msg('“Download” asks for a folder.', { id: 'folderHint' }),
  zipHint: () => msg('You get one ZIP.', { id: 'zipHint' }),
  datesHint: () => msg('Only the ZIP keeps the files’ dates.', { id: 'datesHint' }),
  zipDatesHint: () => msg('It keeps the files’ dates.', { id: 'zipDatesHint' }),
  dotHint: () => msg('Browsers drop the dot in front of this name. The ZIP keeps it, and the date.', { id: 'dotHint' }),
  saveAsZip: () => msg('Save as one ZIP', { id: 'saveAsZip' }),
  cancelDownload: () => msg('Cancel', { id: 'cancelDownload' }),
  cancelReceiveHint: () => msg('Deletes what has arrived.', { id: 'cancelReceiveHint' }),
  tryAgain: () => msg('Try again', { id: 'tryAgain' }),
  shareYourOwn: () => msg('Share something', { id: 'shareYourOwn' }),

  // beam-relay-choice
  relayOnly: () => msg('Hide my IP address (relay only)', { id: 'relayOnly' }),
  relayOnlyHint: () =>
    msg('Others see a relay’s IP address instead of yours. It may be slower.', { id: 'relayOnlyHint' }),
  relayOnlyLate: () =>
    msg(
      'Connects again through a relay. The sender may have seen your IP address on this visit; it is hidden from the next link on.',
      { id: 'relayOnlyLate' },
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
  dropHere: () => msg('Drop to share', { id: 'dropHere' }),
  offline: () => msg('You’re offline. Connect to send or receive.', { id: 'offline' }),
  updateReady: () => msg('A new version is ready.', { id: 'updateReady' }),
  updateNow: () => msg('Update', { id: 'updateNow' }),

  // beam-footer
  more: () => msg('More', { id: 'more' }),
  howItWorks: () => msg('How it works', { id: 'howItWorks' }),
  shortcuts: () => msg('Keyboard shortcuts', { id: 'shortcuts' }),

  // beam-storage
  storage: () => msg('Storage', { id: 'storage' }),
  storageMore: () =>
    msg('What you receive is kept in this browser until it is complete and saved, so it can continue after a break.', {
      id: 'storageMore',
    }),
  storageEmpty: () => msg('Nothing is stored here.', { id: 'storageEmpty' }),
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
