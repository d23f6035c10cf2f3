/** Korean, in 해요체. `${0}` stands for the first value of the English text, `${1}` for the second. */
import { str, type StrResult } from '@lit/localize';

import type { ErrorCode } from '../../protocol/errors.ts';
import type { Stage } from '../../session/view/connection.ts';
import type { Status } from '../../session/view/status.ts';
import type { NameChange } from '../../session/view/receive.ts';
import type { LeftOutReason } from '../../session/view/send.ts';
import type { choiceWords } from './choice.ts';
import type { nameWords } from './names.ts';
import type { causeTexts, detailWords, natTexts } from './path-details.ts';
import type { pathSentences, pathWords, relayedSentences } from './path.ts';
import type { pictureWords, StageState } from './stages.ts';
import type { words } from './words.ts';

/** Every text that there is; leaving one out does not compile. */
export type TextId =
  | keyof typeof words
  | `status.${Status}`
  | `error.${ErrorCode}`
  | 'error.browser-unsupported.figures'
  | 'error.space-short.figures'
  | 'error.space-gone.figures'
  | 'error.source-changed.figures'
  | 'error.source-withdrawn.figures'
  | 'error.source-other'
  | 'error.source-other.rest'
  | 'error.source-missing.figures'
  | 'error.source-unreadable.figures'
  | `names.${keyof typeof nameWords}`
  | `choice.${keyof typeof choiceWords}`
  | `nameChange.${NameChange}`
  | `leftOut.${LeftOutReason}`
  | `stage.${Stage}`
  | `stageName.${Stage}`
  | `stageState.${StageState}`
  | `picture.${keyof typeof pictureWords}`
  | `path.${Stage}`
  | `path.${keyof typeof pathSentences}`
  | `path.${keyof typeof pathWords}`
  | `path.failed.${Stage}`
  | 'path.reconnecting'
  | 'path.attempt'
  | `relayed.${keyof typeof relayedSentences}`
  | `detail.${keyof typeof detailWords}`
  | 'detail.checksOf'
  | `nat.${keyof typeof natTexts}`
  | `cause.${keyof typeof causeTexts}`
  | `candidate.${RTCIceCandidateType}`;

export const templates: Record<TextId, string | StrResult> = {
  promise: '여기서 거기까지, 빛처럼 곧장.',
  promiseMore:
    '파일을 선택하고 링크를 보내세요. 파일이 상대 브라우저로 바로 전송돼요. 회원 가입도 서버 업로드도 없어요.',
  chooseFiles: '파일 선택',
  chooseFolder: '폴더 선택',
  dropHint: '이 페이지에 끌어다 놓거나 붙여넣어도 돼요',
  touchHint: '사진, 영상, 폴더를 크기 제한 없이 보내세요',
  receiveFiles: '파일 받기',
  receiveFilesMore: '파일을 보내 줄 사람에게 보낼 링크를 만들어요.',
  makingLink: '링크를 만들고 있어요.',
  gathering: '파일을 읽고 있어요.',
  factStraight: '바로 전송',
  factStreamingMore: '같은 와이파이에서는 파일이 인터넷을 거치지 않아요.',
  factSealed: '안전하게',
  factSealedMore: '링크가 있는 사람만 열 수 있어요. 파일이 손상되지 않았는지도 자동으로 확인해요.',
  factResumes: '이어받기',
  factResumesMore: '연결이 끊겨도 멈춘 곳부터 이어서 전송해요.',
  openShares: '진행 중인 공유',
  room: '방',
  show: '보기',

  recent: '최근 공유',
  goOn: '이어서 하기',
  forget: '목록에서 삭제',
  sentByYou: '내가 공유함',
  partHere: str`${0} 받음`,

  continueSharing: '이어서 공유하기',
  shareRest: '바뀐 파일 빼고 공유하기',
  filesAgain: '파일 다시 선택',
  folderAgain: '폴더 다시 선택',

  options: '옵션',
  expires: '링크 유효 기간',
  expiresNever: '제한 없음',
  expiresHour: '1시간',
  expiresDay: '1일',
  expiresWeek: '1주일',
  expiresAt: str`${0}까지`,
  mostDownloads: '받을 수 있는 인원',
  anyNumber: '제한 없음',
  termsHint: '이 제한은 이 페이지가 열려 있는 동안 적용돼요. 이미 받고 있는 사람은 끝까지 받을 수 있어요.',

  password: '비밀번호',
  setPassword: '비밀번호 설정',
  changePassword: '비밀번호 변경',
  passwordHint: '비밀번호가 있어야 열리는 새 링크를 만들어요. 비밀번호는 따로 알려 주세요.',
  passwordSet: '이제 비밀번호가 있어야 링크가 열려요.',

  passwordNeeded: '비밀번호가 필요한 링크예요',
  passwordNeededMore: '보내는 사람에게 비밀번호를 물어보세요.',
  open: '열기',
  otherPassword: '다른 비밀번호 입력',

  shareLink: '공유 링크',
  copyLink: '링크 복사',
  copied: '복사했어요',
  copyFailed: '복사하지 못했어요. 링크를 직접 선택해 복사해 주세요',
  shareByApp: '공유하기…',
  qrCode: 'QR 코드',
  qrHint: '휴대폰 카메라로 스캔하세요',
  people: '참가자',
  person: str`참가자 ${0}`,
  disconnectPerson: str`참가자 ${0} 연결 끊기`,
  cancelShare: '공유 중지',
  pause: '일시정지',
  resume: '계속하기',
  cancelShareHint: '공유를 멈추면 링크가 더 이상 열리지 않아요.',
  shareMore: '다른 파일 보내기',
  whatYouShare: '공유하는 파일',
  you: '나',
  them: '상대',

  withdrawn: str`${0}를 뺐어요`,
  withdrawnHere: '바뀌었거나 없어졌거나 읽을 수 없게 된 파일이에요. 나머지 파일은 모두 보낼 수 있어요.',
  withdrawnThere: '보내는 사람 쪽에서 바뀌었거나 없어진 파일이에요. 나머지 파일은 모두 받을 수 있어요.',
  doneWithout: str`${0} 제외`,
  cannotOpen: '열지 못했어요',
  brokenLink: '링크가 잘렸어요',
  longLink: '링크에 다른 글자가 붙었어요',
  pasteAgain: '링크 다시 붙여넣기',
  pasteLink: '여기에 링크를 붙여넣으세요',
  download: '받기',
  folderHint: "'받기'를 누르면 폴더를 선택할 수 있어요.",
  zipHint: 'ZIP 하나로 받아요.',
  datesHint: '파일 날짜는 ZIP으로 받을 때만 그대로예요.',
  zipDatesHint: '파일 날짜도 그대로예요.',
  dotHint: '브라우저는 이 이름 앞의 점을 빼고 저장해요. ZIP으로 받으면 이름과 날짜가 그대로예요.',
  saveAsZip: 'ZIP 하나로 저장',
  cancelDownload: '받기 취소',
  cancelReceiveHint: '지금까지 받은 데이터를 삭제해요.',
  tryAgain: '다시 시도',
  shareYourOwn: '나도 파일 보내기',

  relayOnly: '내 IP 주소 숨기기 (중계 서버 사용)',
  relayOnlyHint: '상대에게 내 IP 주소 대신 중계 서버의 IP 주소가 보여요. 조금 느려질 수 있어요.',
  relayOnlyLate:
    '중계 서버를 거쳐 다시 연결해요. 이번에는 보내는 사람이 이미 내 IP 주소를 봤을 수 있고, 다음 링크부터는 처음부터 숨겨요.',

  files: '파일',
  fileOne: '파일 1개',
  fileMany: str`파일 ${0}개`,
  amount: str`${0}, ${1}`,
  emptyFolder: '빈 폴더',
  andMore: str`외 ${0}개`,

  progress: '진행률',
  doneOf: str`${1} 중 ${0}`,
  timeLeft: str`${0} 남음`,
  partDone: str`${0} 완료.`,

  home: 'Beamline, 처음 화면으로',
  dropHere: '놓으면 공유돼요',
  offline: '오프라인이에요. 파일을 보내거나 받으려면 네트워크에 연결하세요.',
  updateReady: '새 버전이 준비됐어요.',
  updateNow: '지금 업데이트',

  more: '더 보기',
  howItWorks: '작동 방식',
  shortcuts: '키보드 단축키',

  storage: '저장 공간',
  storageMore: '받는 데이터는 저장이 끝날 때까지 이 브라우저에 보관해요. 그래서 끊겨도 이어받을 수 있어요.',
  storageEmpty: '보관 중인 데이터가 없어요.',
  storageFree: str`${0} 사용 중, ${1} 남음`,
  storageUsed: str`${0} 사용 중`,
  storedSince: str`${0} 시작`,
  storedWhole: '모두 받음',
  andOthers: str`${0} 외 ${1}개`,
  clear: '삭제',
  clearThis: str`${0} 삭제`,
  clearAll: '모두 삭제',
  back: '돌아가기',
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
  'status.stopped': '종료',
  'status.failed': '실패',

  'error.link-long': '링크 앞뒤에 다른 글자가 붙은 것 같아요. 링크만 다시 복사하거나, 보낸 사람에게 다시 받아 주세요.',
  'error.link-malformed': '링크가 잘렸어요. 처음부터 끝까지 다시 복사하거나, 보낸 사람에게 다시 받아 주세요.',
  'error.password-needed': '비밀번호가 필요한 링크예요. 보내는 사람에게 물어보세요.',
  'error.browser-enclosed': '다른 앱 안에서 열려 파일이 저장되지 않을 수 있어요. 브라우저에서 열어 주세요.',
  'error.browser-unsupported':
    '이 브라우저에는 Beamline에 필요한 기능이 없어요. 업데이트하거나 최신 Chrome, Edge, Firefox, Safari에서 열어 주세요.',
  'error.browser-unsupported.figures': str`이 브라우저에는 Beamline에 필요한 ${0} 기능이 없어요. 업데이트하거나 최신 Chrome, Edge, Firefox, Safari에서 열어 주세요.`,
  'error.webrtc-missing':
    '이 브라우저에는 WebRTC가 없거나, 설정, 확장 프로그램, 정책, 차단 모드 때문에 꺼져 있어요. WebRTC 없이는 파일을 보내거나 받을 수 없으니, 켜거나 다른 브라우저에서 열어 주세요.',
  'error.page-insecure':
    '이 페이지가 HTTPS로 열리지 않아 브라우저의 암호화 기능을 쓸 수 없어요. https://로 시작하는 주소로 열어 주세요.',
  'error.server-unreachable': 'Beamline 서버에 연결할 수 없어요. 네트워크를 확인하고 다시 시도해 주세요.',
  'error.room-full': '지금 이 링크를 연 사람이 너무 많아요. 누군가 다 받은 뒤에 다시 시도해 주세요.',
  'error.joins-limited': '같은 네트워크에서 너무 자주 시도했어요. 1분 뒤에 다시 시도해 주세요.',
  'error.messages-limited': '요청이 너무 많아요. 새로고침해서 다시 시도해 주세요.',
  'error.message-bad': '서버가 이 페이지의 메시지를 이해하지 못했어요. 새로고침해서 최신 버전으로 열어 주세요.',
  'error.message-large': '연결 정보가 서버의 허용 크기를 넘었어요. 다시 시도하거나 다른 브라우저를 써 보세요.',
  'error.share-unknown':
    '보내는 사람의 페이지 주소예요. 공유 링크가 아니라서 열 수 없어요. 보내는 사람에게 공유 링크를 받아 주세요.',
  'error.replaced': '다른 곳에서 다시 열어서, 그쪽에서 이어지고 있어요.',
  'error.outdated': '새로운 버전의 Beamline이 나와서 이 페이지와 맞지 않아요. 새로고침해 주세요.',
  'error.peer-outdated': '상대가 예전 버전의 Beamline을 열어 두고 있어요. 페이지를 새로고침해 달라고 말해 주세요.',
  'error.signaling-failed':
    '서버를 거치는 메시지가 사라져 두 브라우저가 연결 정보를 교환하지 못했어요. 양쪽에서 페이지를 새로고침해 주세요.',
  'error.candidates-none':
    '두 브라우저 중 하나에 연결할 수 있는 IP 주소가 없어요. WebRTC를 막는 확장 프로그램이나 설정을 끄거나, 다른 브라우저로 해 보세요.',
  'error.webrtc-limited':
    '두 브라우저 중 하나가 설정, 확장 프로그램, 정책 때문에 중계 서버로만 연결할 수 있는데, 쓸 수 있는 중계 서버가 없어요. 그 설정을 끄거나 다른 브라우저로 해 보세요.',
  'error.udp-blocked':
    '네트워크가 직접 연결에 필요한 UDP를 막고 있고, 이 서버에는 도와줄 중계 서버가 없어요. 다른 네트워크(모바일 데이터면 될 때가 많아요)로 바꾸거나 VPN을 꺼 보세요.',
  'error.securing-failed':
    '두 브라우저가 서로 닿았지만 안전하게 연결하지 못했어요. 방화벽이나 VPN 때문일 때가 많아요. 끄거나 다른 네트워크로 해 보세요.',
  'error.messages-small':
    '두 브라우저 중 하나가 아주 작은 메시지만 받아서 파일을 보낼 수 없어요. 업데이트하거나 최신 Chrome, Edge, Firefox, Safari를 써 주세요.',
  'error.peer-busy':
    '상대가 이미 연결할 수 있는 만큼 많은 사람과 연결돼 있어요. 이 페이지를 열어 두면 자동으로 다시 시도해요.',
  'error.connections-many':
    '두 브라우저 중 하나가 연결을 너무 많이 만들어서 더는 만들 수 없어요. 탭을 몇 개 닫거나 1분쯤 기다렸다가 다시 시도해 주세요.',
  'error.shares-many': '여기에 더 이상 공유할 수 없어요. 먼저 공유 하나를 멈춰 주세요.',
  'error.connection-failed':
    '두 브라우저가 서로 연결되지 않았어요. 모바일 데이터 같은 다른 네트워크를 쓰거나 VPN을 꺼 보세요.',
  'error.relay-none':
    '두 브라우저가 서로 연결되지 않았고, 이 서버에는 대신 이어 줄 중계 서버도 없어요. 모바일 데이터 같은 다른 네트워크를 쓰거나 VPN을 꺼 보세요.',
  'error.relay-unavailable':
    '두 브라우저가 바로 연결되지 않는데, 중계 서버가 지금 응답하지 않아요. 1분 뒤에 다시 시도하거나 다른 네트워크를 써 보세요.',
  'error.relay-limited':
    '두 브라우저가 바로 연결되지 않는데, 같은 네트워크나 이 링크에서 중계 서버를 너무 자주 요청했어요. 1분 뒤에 다시 시도해 주세요.',
  'error.relay-alone':
    '상대도 페이지를 열어 두어야 중계 서버를 쓸 수 있어요. 두 사람 모두 페이지를 연 뒤에 다시 시도해 주세요.',
  'error.relay-required':
    "내 IP 주소를 숨기려면 중계 서버가 필요한데, 지금은 쓸 수 있는 중계 서버가 없어요. '내 IP 주소 숨기기'를 끄고 바로 연결하거나, 나중에 다시 시도해 주세요.",
  'error.connection-lost': '연결이 끊긴 뒤 돌아오지 않았어요. 다시 시도해 주세요. 받은 데이터는 그대로 있어요.',
  'error.peer-left': '다 받기 전에 상대가 나갔어요. 두 사람 모두 페이지를 다시 열면 이어받을 수 있어요.',
  'error.peer-misbehaved': '상대 브라우저가 이상한 데이터를 보내 연결을 끊었어요. 새 링크를 받아 주세요.',
  'error.manifest-forged': '이 링크를 만든 사람의 파일이 아니어서 받지 않았어요. 새 링크를 받아 주세요.',
  'error.manifest-bad': '파일 목록이 올바르지 않아서 받지 않았어요. 다시 공유해 달라고 해 주세요.',
  'error.block-forged':
    '데이터가 여러 번 바뀐 채로 도착해서 받지 않았어요. 다른 네트워크를 쓰거나 새 링크를 받아 주세요.',
  'error.source-changed': '선택한 뒤에 바뀌거나 옮겨지거나 지워진 파일이 있어요. 새 링크로 다시 공유해 주세요.',
  'error.source-changed.figures': str`“${0}” 파일이 선택한 뒤에 바뀌거나 옮겨지거나 지워졌어요. 새 링크로 다시 공유해 주세요.`,
  'error.source-withdrawn':
    '보내는 도중에 파일 하나가 바뀌거나 없어졌어요. 다시 받으면 나머지 파일을 모두 받을 수 있어요.',
  'error.source-withdrawn.figures': str`보내는 도중에 “${0}” 파일이 바뀌거나 없어졌어요. 다시 받으면 나머지 파일을 모두 받을 수 있어요.`,
  'error.source-missing': '아직 빠진 파일이 있어요. 전과 같은 파일을 선택해 주세요.',
  'error.source-other': str`“${0}” 파일이 공유할 때와 달라요. 그때와 같은 파일을 선택해 주세요.`,
  'error.source-other.rest': str`“${0}” 파일이 공유할 때와 달라요. 그때와 같은 파일을 선택하거나, 그 파일을 빼고 공유할 수 있어요.`,
  'error.source-missing.figures': str`“${0}” 파일이 아직 빠졌어요. 전과 같은 파일을 선택해 주세요.`,
  'error.source-unreadable': '선택한 것을 하나도 읽을 수 없어요. 열 수 있는지 확인하고 다시 선택해 주세요.',
  'error.source-unreadable.figures': str`“${0}” 항목을 읽을 수 없어요. 열 수 있는지 확인하고 다시 선택해 주세요.`,
  'error.source-empty': '선택한 것 안에 파일이 없어요. 파일이나, 파일이 든 폴더를 선택해 주세요.',
  'error.source-large': '한 번에 공유할 수 있는 양을 넘었어요. 나누어 공유하거나, 많은 파일을 하나로 압축해 주세요.',
  'error.space-short': '이 기기에 공간이 부족해요. 공간을 비우고 다시 시도해 주세요.',
  'error.space-short.figures': str`${0}가 필요한데, 이 브라우저에는 ${1}만 남아 있어요. 공간을 비우고 다시 시도해 주세요.`,
  'error.space-gone': '디스크가 가득 찼어요. 공간을 비우면 자동으로 이어지고, 받은 데이터는 그대로 있어요.',
  'error.space-gone.figures': str`디스크가 가득 찼어요. 아직 ${0}를 더 받아야 하는데, 이 브라우저에는 ${1}만 남아 있어요. 공간을 비우면 자동으로 이어지고, 받은 데이터는 그대로 있어요.`,
  'error.storage-blocked':
    '이 브라우저에서 저장 공간을 쓸 수 없어요. 시크릿 모드를 끄거나 사이트 데이터를 허용한 뒤 다시 시도해 주세요.',
  'error.storage-failed': '브라우저 저장 공간에 쓰지 못했어요. 기기의 남은 공간을 확인하고 다시 시도해 주세요.',
  'error.storage-lost':
    '브라우저의 저장 공간이 지워졌거나 응답하지 않아요. 다시 받아 주세요. 없어진 데이터만 새로 받아요.',
  'error.save-failed': '파일을 저장하지 못했어요. 남은 공간과 저장할 곳을 확인하고 다시 시도해 주세요.',
  'error.share-stopped': '보내는 사람이 공유를 멈췄어요. 새 링크를 받아 주세요.',
  'error.share-expired': '링크가 만료됐어요. 새 링크를 받아 주세요.',
  'error.share-used-up': '정해진 인원이 모두 받은 링크예요. 보내는 사람에게 새 링크를 받아 주세요.',
  'error.cancelled-by-sender': '보내는 사람이 공유를 끝냈어요. 새 링크를 받아 주세요.',
  'error.cancelled-by-receiver': '받기를 멈췄어요. 링크는 계속 쓸 수 있어요.',
  'error.internal': 'Beamline에 문제가 생겼어요. 새로고침해 주세요. 우리 잘못이에요.',

  'stage.signaling': '서로 찾기',
  'stage.connecting': 'IP 주소 시험',
  'stage.securing': '암호 키 교환',
  'stage.communicating': '파일 전송',
  'stageName.signaling': '시그널링',
  'stageName.connecting': '연결',
  'stageName.securing': '보안',
  'stageName.communicating': '통신',
  'stageState.waiting': '아직',
  'stageState.active': '지금',
  'stageState.done': '완료',
  'stageState.failed': '실패',
  'picture.thisBrowser': '나',
  'picture.otherBrowser': '상대',
  'picture.server': '서버',
  'picture.relay': '중계 서버',
  'path.signaling': '두 브라우저가 서버를 거쳐 연결 정보를 교환하고 있어요.',
  'path.connecting': '두 브라우저의 IP 주소를 모두 시험해 가장 좋은 연결을 찾고 있어요.',
  'path.securing': '서로 닿았어요. 두 브라우저만 아는 암호 키를 정하고 있어요.',
  'path.communicating': '종단간 암호화로 연결됐어요.',
  'path.sameNetwork': '같은 네트워크 안에서 바로 전송해요.',
  'path.direct': '인터넷을 통해 바로 전송해요.',
  'path.directOverTcp': '바로 전송하지만, UDP가 막혀 있어 TCP를 써요. 조금 느릴 수 있어요.',
  'path.relayOverTcp': '방화벽 때문에 중계 서버에 TCP로 연결해요.',
  'path.relayOverTls': '방화벽이 다른 연결을 모두 막아 중계 서버에 웹페이지처럼 TLS로 연결해요.',
  'path.relayBlind': '중계 서버는 내용을 읽을 수 없어요.',
  'path.reconnected': '끊겼다가 자동으로 다시 연결됐어요.',
  'path.reconnecting': str`${0} 전에 끊겨 다시 연결하고 있어요.`,
  'path.attempt': str`같은 브라우저와 ${0}번째 연결이에요.`,
  'path.failed.signaling': '두 브라우저가 연결 정보를 교환하지 못했어요.',
  'path.failed.connecting': '두 브라우저의 IP 주소를 모두 시험했지만, 연결되는 것이 없었어요.',
  'path.failed.securing': '두 브라우저가 서로 닿았지만, 암호 키를 정하지 못했어요.',
  'path.failed.communicating': '두 브라우저가 연결됐다가 끊겼어요.',
  'relayed.unanswered': '두 네트워크 사이에 직접 연결이 되지 않아 중계 서버를 거쳐요.',
  'relayed.relay-only-here': '내 IP 주소를 숨기고 있어서 중계 서버를 거쳐요.',
  'relayed.relay-only-there': '상대가 IP 주소를 숨기고 있어서 중계 서버를 거쳐요.',
  'relayed.relay-only-both': '양쪽 모두 IP 주소를 숨기고 있어서 중계 서버를 거쳐요.',
  'relayed.policy-here': '내 브라우저의 설정, 확장 프로그램, 정책이 다른 연결을 막아 중계 서버를 거쳐요.',
  'relayed.policy-there': '상대 브라우저의 설정, 확장 프로그램, 정책이 다른 연결을 막아 중계 서버를 거쳐요.',
  'relayed.policy-both': '양쪽 브라우저의 설정, 확장 프로그램, 정책이 다른 연결을 막아 중계 서버를 거쳐요.',
  'relayed.udp-blocked-here': '내 네트워크가 직접 연결에 필요한 UDP를 막아 중계 서버를 거쳐요.',
  'relayed.udp-blocked-there': '상대 네트워크가 직접 연결에 필요한 UDP를 막아 중계 서버를 거쳐요.',
  'relayed.udp-blocked-both': '양쪽 네트워크가 직접 연결에 필요한 UDP를 막아 중계 서버를 거쳐요.',
  'relayed.nat-here': '내 네트워크가 직접 연결을 허용하지 않아 중계 서버를 거쳐요.',
  'relayed.nat-there': '상대 네트워크가 직접 연결을 허용하지 않아 중계 서버를 거쳐요.',
  'relayed.nat-both': '양쪽 네트워크가 직접 연결을 허용하지 않아 중계 서버를 거쳐요.',
  'path.details': '자세히',
  'path.connection': '연결',

  'detail.candidates': '후보 주소',
  'detail.kind': '종류',
  'detail.here': '나',
  'detail.there': '상대',
  'detail.pair': '선택된 후보 쌍',
  'detail.why': '이유',
  'detail.protocol': '프로토콜',
  'detail.natHere': '내 네트워크',
  'detail.natThere': '상대 네트워크',
  'detail.checks': '연결 확인',
  'detail.checksOf': str`${0}번 보내고 ${1}번 답을 받았어요`,
  'detail.roundTrip': '왕복 시간',
  'detail.encryption': '암호화',
  'detail.certificateHere': '내 인증서',
  'detail.certificateThere': '상대 인증서',
  'detail.lanes': '동시에 쓰는 연결',
  'detail.largestMessage': '최대 메시지 크기',
  'detail.noLimit': '제한 없음',
  'detail.sending': '보내는 속도',
  'detail.receiving': '받는 속도',
  'nat.unknown': '알 수 없어요. 물어볼 서버가 없었어요.',
  'nat.open': '열려 있는 것 같아요. NAT가 없어요.',
  'nat.port-preserving': '통하기 쉬워 보여요. 열려 있거나, 포트를 그대로 두는 NAT예요.',
  'nat.port-changing': '포트를 바꾸는 NAT 같아요. 상대마다 다른 포트를 줄지도 몰라요.',
  'nat.symmetric': '대칭형 NAT 같아요. 상대마다 다른 포트를 줘요.',
  'nat.udp-blocked': 'UDP가 막힌 것 같아요.',
  'cause.same-network': '둘이 같은 네트워크나 같은 기기에 있어서 밖으로 나갈 일이 없어요.',
  'cause.public': '양쪽 모두 자기 IP 주소로 바로 연결할 수 있어요.',
  'cause.through-nat': '양쪽이 먼저 보냈고, NAT는 그에 대한 답을 들여보내요.',
  'cause.unanswered': '직접 연결 확인에 아무 답이 없었어요.',
  'cause.relay-only': 'IP 주소가 보이지 않게 중계 서버만 쓰기로 했어요.',
  'cause.policy': '브라우저가 자기 IP 주소를 모으지 않아요. WebRTC가 중계 서버만 쓸 수 있어요.',
  'cause.udp-blocked': '직접 연결하려면 UDP가 필요한데, 방화벽이 전혀 들여보내지 않아요.',
  'cause.nat': 'NAT가 상대마다 다른 포트를 줘서, 알려 준 포트로는 연결할 수 없어요.',
  'candidate.host': '기기 자체의 IP 주소',
  'candidate.srflx': '공유기의 공인 IP 주소',
  'candidate.prflx': '상대에게 보이는 IP 주소',
  'candidate.relay': '중계 서버',

  'choice.chosen': str`${1} 중 ${0}개`,
  'choice.all': '모두 선택',
  'choice.none': '선택 해제',
  'choice.one': '파일을 하나 이상 선택해 주세요.',
  'choice.saved': '저장함',

  'names.title': '이름 안내',
  'names.renamedOne': '어떤 기기에나 저장할 수 있게 이름 1개를 바꿨어요.',
  'names.renamedMany': str`어떤 기기에나 저장할 수 있게 이름 ${0}개를 바꿨어요.`,
  'names.hiddenOne': '숨김 파일이 1개 있어요. 점으로 시작하는 이름은 보이지 않는 기기가 많아요.',
  'names.hiddenMany': str`숨김 파일이 ${0}개 있어요. 점으로 시작하는 이름은 보이지 않는 기기가 많아요.`,
  'names.becomes': str`“${0}” 대신 “${1}”`,
  'names.leftOut': '빠진 항목',
  'names.leftOutOne': '선택한 것 중 1개는 공유하지 않아요.',
  'names.leftOutMany': str`선택한 것 중 ${0}개는 공유하지 않아요.`,
  'nameChange.characters': '쓸 수 없는 기기가 있는 문자가 들어 있어요',
  'nameChange.ends': '이름 앞뒤의 공백과 끝의 점은 사라지는 기기가 있어요',
  'nameChange.reserved': '특별한 뜻으로 쓰는 기기가 있는 이름이에요',
  'nameChange.long': '이름이 너무 길어요',
  'nameChange.deep': '폴더가 너무 깊어서 위로 옮겼어요',
  'nameChange.outside': '폴더 밖에 저장될 경로였어요',
  'nameChange.empty': '눈에 보이는 글자가 없어요',
  'nameChange.taken': '같은 이름의 파일이 또 있어요',
  'leftOut.unreadable': '읽을 수 없어요. 열 수 있는지, 다른 프로그램이 쓰고 있지 않은지 확인해 주세요.',
  'leftOut.special': '비어 있고 이름이 파이프나 소켓이라서 파일이 아니에요.',
  'leftOut.gone': '더 이상 그 자리에 없어요.',
  'leftOut.folders-unseen':
    '빈 폴더가 있다면 공유되지 않아요. 이렇게 선택하면 브라우저가 빈 폴더를 보여 주지 않아요. 폴더를 이 페이지에 끌어다 놓으면 함께 공유돼요.',
};
