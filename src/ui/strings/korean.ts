/** Korean, in 해요체. `${0}` stands for the first value of the English text, `${1}` for the second. */
import { str, type StrResult } from '@lit/localize';

import type { ErrorCode } from '../../protocol/errors.ts';
import type { Note, Stage, Status } from '../../session/view.ts';
import type { pathSentences, pathWords } from './path.ts';
import type { words } from './words.ts';

type Role = 'sender' | 'receiver';
type SharedState = 'keep-open' | 'paused' | 'reconnecting';
/** The states whose text is the same for both roles have one without a role. */
type OwnState = `${Role}.${Exclude<Status, 'receiving' | 'paused' | 'reconnecting'>}`;

/** Every text that there is; leaving one out does not compile. */
export type TextId =
  | keyof typeof words
  | `status.${Status}`
  | `note.${Note}`
  | `state.${SharedState | Exclude<OwnState, 'receiver.sending'>}`
  | `error.${ErrorCode}`
  | 'error.space-short.figures'
  | 'error.source-changed.figures'
  | `stage.${Stage}`
  | `path.${Stage}`
  | `path.${keyof typeof pathSentences}`
  | `path.${keyof typeof pathWords}`
  | `candidate.${RTCIceCandidateType}`;

export const templates: Record<TextId, string | StrResult> = {
  promise: '여기서 거기까지, 빛처럼 곧장.',
  promiseMore: '파일을 고르고 링크만 보내세요. 내 브라우저에서 상대 브라우저로 바로 가요. 가입도, 업로드도, 서버에 남는 사본도 없어요.',
  chooseFiles: '파일 선택',
  chooseFolder: '폴더 선택',
  dropHint: '이 페이지 아무 데나 끌어다 놓거나 붙여넣어도 돼요',
  touchHint: '사진, 영상, 폴더째로. 크기 제한 없이 보내요',
  gathering: '고른 파일을 모으고 있어요.',
  here: '여기',
  there: '거기',
  factStraight: '곧바로',
  factStraightMore: '같은 와이파이라면 집 밖으로 나가지도 않아요.',
  factSealed: '안전하게',
  factSealedMore: '링크를 가진 사람만 열 수 있고, 모든 데이터를 하나하나 확인해요.',
  factResumes: '이어서',
  factResumesMore: '연결이 끊겨도 멈춘 곳부터 다시 이어져요.',
  openShares: '아직 열려 있는 공유',
  show: '보기',

  linkReady: '링크가 준비됐어요',
  sharing: '보내고 있어요',
  sent: '잘 도착했어요',
  shareOver: '공유가 끝났어요',
  shareLink: '공유 링크',
  copyLink: '링크 복사',
  copied: '복사했어요',
  copyFailed: '복사하지 못했어요. 링크를 직접 선택해 복사해 주세요',
  shareByApp: '공유하기…',
  qrCode: 'QR 코드',
  qrHint: '휴대폰으로 비춰 보세요',
  receivers: '받는 사람들',
  receiver: str`받는 사람 ${0}`,
  disconnectReceiver: str`받는 사람 ${0} 연결 끊기`,
  cancel: '취소',
  cancelShareHint: '모두에게 공유가 끝나고, 링크는 더 이상 열리지 않아요.',
  shareMore: '다른 것도 공유하기',
  whatYouShare: '공유하는 파일',
  you: '나',
  them: '상대',

  openingLink: '링크를 여는 중이에요',
  forYou: str`${0}가 기다리고 있어요`,
  filesComing: str`${0}를 받고 있어요`,
  filesHere: str`${0}를 잘 받았어요`,
  cannotOpen: '잘되지 않았어요',
  brokenLink: '링크의 일부가 빠졌어요',
  sender: '보내는 사람',
  download: '받기',
  folderHint: '받기를 누르면 폴더를 고를 수 있어요.',
  zipHint: 'ZIP 하나로 받아요.',
  saveAsZip: 'ZIP 하나로 저장',
  cancelReceiveHint: '전송을 멈추고, 지금까지 온 데이터는 지워요.',
  tryAgain: '다시 시도',
  shareYourOwn: '나도 공유하기',

  files: '파일',
  fileOne: '파일 1개',
  fileMany: str`파일 ${0}개`,
  amount: str`${0}, ${1}`,
  andMore: str`외 ${0}개 더`,

  progress: '진행률',
  doneOf: str`${1} 중 ${0}`,
  timeLeft: str`${0} 남음`,
  partDone: str`${0} 완료.`,

  home: 'Beamline, 처음 화면으로',
  dropHere: '놓으면 공유돼요',
  offline: '오프라인이에요. 네트워크 없이도 앱은 열리지만, 보내고 받으려면 연결이 필요해요.',
  updateReady: '새 버전이 준비됐어요.',
  updateNow: '지금 쓰기',

  storage: '저장 공간',
  storageMore: '받는 데이터는 다 모아 저장할 때까지 이 브라우저에 보관해요. 그래서 끊겨도 이어받을 수 있어요.',
  storageEmpty: '보관 중인 데이터가 없어요.',
  storageFree: str`${0} 사용 중, ${1} 남음`,
  storageUsed: str`${0} 사용 중`,
  keptSince: str`${0}부터`,
  keptWhole: '모두 받음',
  andOthers: str`${0} 외 ${1}개`,
  clear: '지우기',
  clearThis: str`${0} 지우기`,
  clearAll: '모두 지우기',
  close: '닫기',

  'status.waiting': '대기 중',
  'status.connecting': '연결 중',
  'status.ready': '준비됨',
  'status.receiving': '받는 중',
  'status.sending': '보내는 중',
  'status.saving': '저장 중',
  'status.paused': '일시정지',
  'status.reconnecting': '다시 연결 중',
  'status.done': '완료',
  'status.failed': '실패',

  'note.for-receiver': '아직 아무도 링크를 열지 않았어요. 링크를 보내고, 이 페이지를 열어 두세요.',
  'note.for-sender': '보내는 사람의 페이지가 지금 닫혀 있어요. 다시 열리면 저절로 이어져요.',
  'note.for-accept': '상대가 목록을 보고 있어요. 아직 받기를 누르지 않았어요.',
  'note.cancelled': '받기를 멈췄어요. 언제든 다시 시작할 수 있어요.',
  'note.stopped': '공유를 끝냈어요. 이 링크는 더 이상 열리지 않아요.',
  'note.folder-dismissed': '폴더를 고르지 않았어요. 다시 고르거나 ZIP 하나로 저장해 보세요.',
  'note.server-away': '서로를 이어 주는 서버에 연결되지 않아 다시 시도하고 있어요. 진행 중인 전송은 계속돼요.',
  'note.server-by-http':
    '이 네트워크가 WebSocket을 막고 있어서 서버와 HTTP로 이야기해요. 연결하는 데 조금 더 걸릴 뿐, 파일은 평소처럼 오가요.',
  'note.receivers-done': '링크를 연 사람은 모두 받았어요. 링크는 계속 쓸 수 있어요.',

  'state.keep-open': '이 페이지를 열어 두세요.',
  'state.paused': '잠시 멈춰 있어요. 곧 저절로 이어져요.',
  'state.reconnecting': '연결이 끊겨 다른 길을 찾고 있어요. 받은 데이터는 그대로예요.',
  'state.sender.waiting': '링크를 만들고 있어요.',
  'state.sender.connecting': '누군가 링크를 열었어요. 가는 길을 찾고 있어요.',
  'state.sender.ready': '길이 열렸어요. 상대가 언제든 받을 수 있어요.',
  'state.sender.sending': '상대가 다 받을 때까지 이 페이지를 열어 두세요.',
  'state.sender.saving': '모두 건너갔어요. 상대가 저장하고 있어요.',
  'state.sender.done': '모두 안전하게 도착했어요.',
  'state.sender.failed': '공유가 끝났어요.',
  'state.receiver.waiting': '보내는 사람을 찾고 있어요.',
  'state.receiver.connecting': '보내는 사람에게 가는 길을 찾고 있어요.',
  'state.receiver.ready': '목록을 확인하고 받기를 눌러 주세요.',
  'state.receiver.saving': '모두 도착했어요. 큰 파일은 저장하는 데 시간이 조금 걸려요.',
  'state.receiver.done': '모두 도착했고, 빠짐없이 확인했어요.',
  'state.receiver.failed': '잘되지 않았어요.',

  'error.link-malformed': '링크가 온전하지 않아요. 처음부터 끝까지 다시 복사하거나, 보낸 사람에게 다시 받아 주세요.',
  'error.browser-unsupported':
    '이 브라우저에는 Beamline에 필요한 기능이 없어요. 업데이트하거나 최신 Chrome, Edge, Firefox, Safari에서 열어 주세요.',
  'error.server-unreachable': '서로를 이어 주는 서버가 응답하지 않아요. 네트워크를 확인하고 다시 시도해 주세요.',
  'error.room-full': '지금 이 링크를 연 사람이 너무 많아요. 누군가 다 받은 뒤에 다시 시도해 주세요.',
  'error.joins-limited': '같은 네트워크에서 너무 자주 시도했어요. 1분 뒤에 다시 시도해 주세요.',
  'error.messages-limited': '이 페이지가 서버에 너무 많은 메시지를 보내 연결이 끊겼어요. 다시 시도해 주세요.',
  'error.message-bad': '서버가 이 페이지의 메시지를 이해하지 못했어요. 새로고침해서 최신 버전으로 열어 주세요.',
  'error.message-large': '연결 정보가 서버의 허용 크기를 넘었어요. 다시 시도하거나 다른 브라우저를 써 보세요.',
  'error.replaced': '다른 곳에서 다시 열려서, 그쪽에서 이어지고 있어요.',
  'error.outdated': '새로운 Beamline이 나와서 이 페이지와 맞지 않아요. 새로고침해 주세요.',
  'error.connection-failed':
    '두 브라우저를 잇는 길을 찾지 못했어요. 모바일 데이터 같은 다른 네트워크를 쓰거나 VPN을 꺼 보세요.',
  'error.relay-none':
    '두 브라우저를 바로 잇는 길이 없고, 이 서버에는 대신 이어 줄 중계 서버도 없어요. 모바일 데이터 같은 다른 네트워크를 쓰거나 VPN을 꺼 보세요.',
  'error.relay-unavailable':
    '두 브라우저를 바로 잇는 길이 없는데, 대신 이어 줄 중계 서버가 지금 응답하지 않아요. 잠시 뒤에 다시 시도하거나 다른 네트워크를 써 보세요.',
  'error.relay-limited':
    '두 브라우저를 바로 잇는 길이 없는데, 같은 네트워크나 이 링크에서 중계 서버를 너무 자주 요청했어요. 1분 뒤에 다시 시도해 주세요.',
  'error.relay-alone': '상대도 페이지를 열어 두어야 중계 서버를 쓸 수 있어요. 두 사람 모두 페이지를 연 뒤에 다시 시도해 주세요.',
  'error.connection-lost': '연결이 끊긴 뒤 돌아오지 않았어요. 받은 데이터는 남아 있으니, 다시 시도하면 이어져요.',
  'error.peer-left': '끝나기 전에 상대가 나갔어요. 두 사람 모두 페이지를 다시 열면 멈춘 곳부터 이어져요.',
  'error.peer-misbehaved': '상대가 이해할 수 없는 데이터를 보내 연결을 끊었어요. 새 링크를 받아 주세요.',
  'error.manifest-forged': '이 링크를 만든 사람이 보낸 것이 아니어서 받지 않았어요. 새 링크를 받아 주세요.',
  'error.manifest-bad': '파일 목록이 올바르지 않아서 받지 않았어요. 다시 공유해 달라고 해 주세요.',
  'error.block-forged': '데이터가 여러 번 바뀐 채로 도착해서 받지 않았어요. 다른 네트워크를 쓰거나 새 링크를 받아 주세요.',
  'error.source-changed': '고른 뒤에 바뀌거나 옮겨지거나 지워진 파일이 있어요. 새 링크로 다시 공유해야 해요.',
  'error.source-changed.figures': str`“${0}” 파일이 고른 뒤에 바뀌거나 옮겨지거나 지워졌어요. 새 링크로 다시 공유해야 해요.`,
  'error.source-empty': '고른 것 안에 파일이 없어요. 파일이나, 파일이 든 폴더를 골라 주세요.',
  'error.source-large': '한 번에 공유할 수 있는 양을 넘었어요. 나누어 공유하거나, 많은 파일을 하나로 압축해 주세요.',
  'error.space-short': '이 기기에 공간이 부족해요. 공간을 비우고 다시 시도해 주세요.',
  'error.space-short.figures': str`${0}가 필요한데, 이 브라우저에는 ${1}만 남아 있어요. 공간을 비우고 다시 시도해 주세요.`,
  'error.storage-blocked':
    '이 브라우저가 데이터를 보관할 곳을 주지 않아요. 시크릿 모드를 끄거나 사이트 데이터를 허용한 뒤 다시 시도해 주세요.',
  'error.storage-failed': '브라우저 저장 공간에 쓰지 못했어요. 기기의 남은 공간을 확인하고 다시 시도해 주세요.',
  'error.save-failed': '모두 도착했지만 저장하지 못했어요. 남은 공간과 폴더를 확인하고 다시 시도해 주세요.',
  'error.cancelled-by-sender': '보내는 사람이 공유를 끝냈어요. 새 링크를 받아 주세요.',
  'error.cancelled-by-receiver': '받는 사람이 받기를 멈췄어요. 링크는 계속 쓸 수 있어요.',
  'error.internal': 'Beamline 안에서 문제가 생겼어요. 저희 잘못이에요. 새로고침해 주세요.',

  'stage.signaling': '서로 소개받기',
  'stage.connecting': '길 찾기',
  'stage.securing': '자물쇠 채우기',
  'stage.communicating': '연결됨',
  'path.signaling': '두 브라우저가 서로를 소개받고 있어요.',
  'path.connecting': '두 브라우저를 잇는 길을 모두 시험해 가장 좋은 길을 찾고 있어요.',
  'path.securing': '길을 찾았어요. 양 끝만 아는 열쇠를 정하고 있어요.',
  'path.communicating': '연결됐어요. 끝에서 끝까지 암호화돼요.',
  'path.sameNetwork': '같은 네트워크 안에서 곧바로 가요.',
  'path.direct': '인터넷을 통해 곧바로 가요.',
  'path.relayed': '양쪽 네트워크가 직접 연결을 막아 중계 서버를 거쳐요. 중계 서버는 내용을 읽을 수 없어요.',
  'path.relayedOverTcp': '방화벽이 다른 길을 모두 막아 TCP로 중계 서버를 거쳐요. 중계 서버는 내용을 읽을 수 없어요.',
  'path.directOverTcp': '곧바로 가지만, UDP가 막혀 있어 TCP를 써요. 조금 느릴 수 있어요.',
  'path.details': '자세히',
  'path.connection': '연결',
  'path.protocol': '프로토콜',
  'path.here': '이쪽',
  'path.there': '저쪽',
  'path.roundTrip': '왕복 시간',
  'path.encryption': '암호화',

  'candidate.host': '기기 자체 주소',
  'candidate.srflx': '공유기의 공인 주소',
  'candidate.prflx': '상대에게 보이는 주소',
  'candidate.relay': '중계 서버',
};
