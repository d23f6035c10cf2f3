/** The one word, and what follows it, that people read of a share at work. */

/** First word of the status line (ui/strings has the words in each language). */
export type Status =
  | 'waiting'
  | 'connecting'
  | 'ready'
  | 'receiving'
  | 'sending'
  | 'saving'
  | 'paused'
  | 'reconnecting'
  | 'done'
  | 'stopped' // over, as a person wished: by their own hand, or by a limit that they set
  | 'failed';

/** What follows the first word, where there is more to say than the status. Each has its text in ui/strings. */
export type Note =
  | 'for-receiver' // sender: nobody has opened the link yet
  | 'for-givers' // sender: the link asks for files, and nobody has opened it yet
  | 'givers-left' // sender: the same, and those who had opened it have left
  | 'nothing-yet' // either side: there are people, and no files yet
  | 'for-sender' // receiver: the sender is not in the room
  | 'for-accept' // sender: someone is looking at the list
  | 'other-tab' // the same share is at work in another tab
  | 'files-again' // sender, after a break: the files must be chosen again
  | 'permission-again' // sender, after a break: one click lets the browser read them again
  | 'tab-closed' // receiver: the other tab is gone, and this one may go on
  | 'paused-here' // paused by hand on this side
  | 'receiver-paused' // sender: they have paused it
  | 'sender-paused' // receiver: paused by hand on the other side
  | 'sender-checking' // receiver: the sender's browser reads a file once more before it goes on
  | 'no-progress' // receiver: the sender is there, and no byte comes
  | 'cancelled' // receiver: cancelled by hand, may start again
  | 'stopped' // sender: cancelled by hand, the link is dead
  | 'expired' // sender: the time that it was given is over, the link is dead
  | 'used-up' // sender: as many have it as were to have it, the link is dead
  | 'for-password' // receiver: the sender is away, or the password is not theirs
  | 'folder-dismissed' // receiver: the folder picker was closed without a choice
  | 'place-dismissed' // receiver: the picker for where it goes straight was closed without a choice
  | 'server-away' // the signaling server is not reached, trying again
  | 'receivers-done' // sender: every receiver so far has finished; the link stays good
  | 'handed-over' // receiver, inside of another app: all is here, and whether it was saved cannot be known
  | 'streaming' // a remark: larger than what may be kept here, it goes straight to its place
  | 'server-by-http' // a remark: no WebSocket gets through, the server is reached by plain HTTP
  | 'connections-many' // a remark, sender: this browser makes no more connections, and a newcomer was sent away
  | 'address-hidden'; // a remark: connections are made by relays alone, as the person has chosen
