/** What a person is told of a room, in Korean, in 해요체. `${0}` stands for the value in the English text. */
import { str, type StrResult } from '@lit/localize';

import type { headings, noteTexts, peerTexts, peerWords, receiverTexts, senderTexts } from './told.ts';

type Id =
  | `heading.${keyof typeof headings}`
  | `note.${keyof typeof noteTexts}`
  | `sender.${keyof typeof senderTexts}`
  | `receiver.${keyof typeof receiverTexts}`
  | `peer.${keyof typeof peerWords}`
  | `peerText.${keyof typeof peerTexts}`;

export const toldTemplates: Record<Id, string | StrResult> = {
  'heading.paused': '일시정지 중이에요',
  'heading.reconnecting': '다시 연결하고 있어요',
  'heading.elsewhere': '다른 탭에서 열려 있어요',
  'heading.over': '끝난 링크예요',
  'heading.making': '링크를 만들고 있어요',
  'heading.linkReady': '링크가 준비됐어요',
  'heading.opened': '누군가 링크를 열었어요',
  'heading.somebodyHere': '누군가 들어와 있어요',
  'heading.sending': '파일을 보내고 있어요',
  'heading.allSent': '다 보냈어요',
  'heading.delivered': '잘 도착했어요',
  'heading.canContinue': '공유를 이어 갈 수 있어요',
  'heading.limitReached': '정해 둔 인원이 모두 받았어요',
  'heading.notShared': '파일을 공유하지 못했어요',
  'heading.opening': '링크를 열고 있어요',
  'heading.senderAway': '보내는 사람이 아직 없어요',
  'heading.noFiles': '아직 파일이 없어요',
  'heading.sendHere': '여기로 파일을 보내 주세요',
  'heading.forYou': str`${0}를 받을 수 있어요`,
  'heading.receiving': str`${0}를 받고 있어요`,
  'heading.saving': str`${0}를 저장하고 있어요`,
  'heading.downloadPaused': '받기가 멈춰 있어요',
  'heading.received': str`${0}를 받았어요`,
  'heading.senderLeft': '보내는 사람이 나갔어요',
  'heading.notReceived': '파일을 받지 못했어요',

  'note.for-receiver': '아직 아무도 링크를 열지 않았어요. 링크를 보내고, 이 페이지를 열어 두세요.',
  'note.for-givers':
    '아직 아무도 링크를 열지 않았어요. 파일을 보내 줄 사람에게 링크를 보내고, 이 페이지를 열어 두세요.',
  'note.givers-left': '링크를 연 사람이 모두 나갔어요. 링크는 계속 쓸 수 있으니 이 페이지를 열어 두세요.',
  'note.nothing-yet': '아직 파일이 없어요. 링크가 있는 사람은 누구나 파일을 추가할 수 있어요.',
  'note.for-sender': '보내는 사람의 페이지가 지금 닫혀 있어요. 다시 열리면 자동으로 이어져요.',
  'note.for-accept': "상대가 파일 목록을 보고 있어요. 아직 '받기'를 누르지 않았어요.",
  'note.other-tab': '이 브라우저의 다른 탭에서 열려 있어요. 그 탭을 닫으면 여기서 이어져요.',
  'note.files-again': '새로고침한 뒤에는 같은 파일을 다시 선택해 주세요. 링크는 그대로예요.',
  'note.permission-again': '새로고침한 뒤에는 파일을 다시 읽어도 되는지 브라우저가 한 번 물어봐요. 링크는 그대로예요.',
  'note.tab-closed': "다른 탭이 닫혔어요. '받기'를 누르면 멈춘 곳부터 여기서 이어져요.",
  'note.paused-here': "내가 멈췄어요. '계속하기'를 누르면 이어져요.",
  'note.receiver-paused': '상대가 일시정지했어요. 상대가 다시 시작하면 이어져요.',
  'note.sender-paused': '보내는 사람이 일시정지했어요. 다시 시작하면 자동으로 이어져요.',
  'note.sender-checking':
    '보내는 사람의 브라우저가 파일이 바뀌지 않았는지 확인하고 있어요. 확인이 끝나면 자동으로 이어져요.',
  'note.no-progress': '한동안 아무것도 오지 않아 다시 시도하고 있어요. 받은 데이터는 그대로 있어요.',
  'note.cancelled': '받기를 멈췄어요. 언제든 다시 시작할 수 있어요.',
  'note.stopped': '공유를 멈췄어요. 이 링크는 더 이상 열리지 않아요.',
  'note.expired': '정해 둔 기간이 지나 링크가 만료됐어요. 이제 아무도 이 링크를 열 수 없어요.',
  'note.used-up': '정해 둔 인원이 모두 받았어요. 다른 사람은 이 링크를 열 수 없어요.',
  'note.for-password': '보내는 사람의 페이지가 닫혀 있거나, 비밀번호가 맞지 않아요.',
  'note.folder-dismissed': '폴더를 선택하지 않았어요. 다시 선택하거나 ZIP 하나로 저장해 보세요.',
  'note.place-dismissed': '저장할 곳을 선택하지 않았어요. 아직 아무것도 받지 않았으니 언제든 다시 시도하세요.',
  'note.streaming':
    '이 브라우저에 보관할 수 있는 양보다 커서, 디스크에 바로 저장해요. 이 페이지를 열어 두세요. 새로고침하면 처음부터 다시 받아야 해요.',
  'note.server-away': 'Beamline 서버에 연결할 수 없어 다시 시도하고 있어요. 진행 중인 전송은 계속돼요.',
  'note.server-by-http':
    '이 네트워크가 WebSocket을 막고 있어 서버와 HTTP로 통신해요. 연결하는 데 조금 더 걸릴 뿐, 파일 전송은 평소와 같아요.',
  'note.connections-many':
    '이 브라우저의 연결이 너무 많아 새로 온 사람은 기다려야 해요. 다른 탭을 닫아 주세요. 진행 중인 전송은 계속돼요.',
  'note.address-hidden':
    '내 IP 주소를 숨기고 있어요. 모든 데이터가 중계 서버를 거치고, 중계 서버는 내용을 읽을 수 없어요.',
  'note.handed-over':
    '모두 도착했어요. 다만 이 앱이 저장했는지는 여기서 알 수 없어요. 다운로드 폴더에 없으면 브라우저에서 링크를 열어 다시 받아 주세요.',
  'note.receivers-done': '링크를 연 사람은 모두 받았어요. 링크는 계속 쓸 수 있어요.',

  'sender.connecting': '상대 브라우저를 찾고 있어요.',
  'sender.ready': "연결됐어요. 상대가 '받기'를 누르면 시작돼요.",
  'sender.below': '아래에서 파일을 확인하세요.',
  'sender.sending': '상대가 다 받을 때까지 이 페이지를 열어 두세요.',
  'sender.saving': '상대가 저장하고 있어요. 이 페이지를 열어 두세요.',
  'sender.paused': '지금은 보내고 있지 않아요. 곧 자동으로 이어져요.',
  'sender.reconnecting': '연결이 끊겨 다시 연결하고 있어요. 보낸 데이터는 그대로 있어요.',
  'sender.done': '모두 도착했어요.',
  'sender.failed': '새 링크로 파일을 다시 공유해 주세요.',
  'sender.expiredAtWork': '링크가 만료됐어요. 받고 있는 사람은 끝까지 받을 수 있으니 이 페이지를 열어 두세요.',
  'sender.usedUpAtWork': '정해 둔 인원이 찼어요. 받고 있는 사람은 끝까지 받을 수 있으니 이 페이지를 열어 두세요.',
  'sender.usedUpHere': '다른 사람은 이 파일을 받을 수 없어요.',
  'sender.doneWithout': str`링크를 연 사람은 ${0}를 뺀 나머지를 모두 받았어요. 링크는 계속 쓸 수 있어요.`,
  'sender.doneChosen': '링크를 연 사람은 선택한 파일을 모두 받았어요. 링크는 계속 쓸 수 있어요.',
  'sender.doneNotAll': '파일이 도착했어요. 다 받기 전에 나간 사람도 있어요. 링크는 계속 쓸 수 있어요.',
  'sender.left': '누군가 링크를 열었다가 나갔어요. 링크는 계속 쓸 수 있으니 이 페이지를 열어 두세요.',
  'sender.theyStopped': '누군가 링크를 열었다가 받기를 멈췄어요. 링크는 계속 쓸 수 있으니 이 페이지를 열어 두세요.',
  'sender.youDisconnected': '마지막 사람의 연결을 끊었어요. 링크는 계속 쓸 수 있으니 이 페이지를 열어 두세요.',
  'sender.unreached': '누군가 링크를 열었지만, 두 브라우저가 연결되지 않았어요. 다시 시도해 달라고 말해 주세요.',
  'sender.theirTrouble': '누군가 링크를 열었지만, 파일을 받지 못했어요. 다시 시도해 달라고 말해 주세요.',

  'receiver.looking': '보내는 사람을 찾고 있어요.',
  'receiver.nobodyHere':
    '보내는 사람의 페이지가 닫혀 있거나, 링크가 잘렸을 수 있어요. 보내는 사람이 들어오면 자동으로 이어져요.',
  'receiver.connecting': '보내는 사람의 브라우저를 찾고 있어요.',
  'receiver.ready': "목록을 확인하고 '받기'를 눌러 주세요.",
  'receiver.readyWithoutSender':
    "보내는 사람은 나갔지만, 다른 참가자에게 파일이 있어요. 목록을 확인하고 '받기'를 눌러 주세요.",
  'receiver.readyInPart':
    '보내는 사람이 나갔어요. 다른 참가자에게는 파일의 일부만 있고, 나머지는 보내는 사람이 돌아오면 받을 수 있어요.',
  'receiver.receiving': '이 페이지를 열어 두세요.',
  'receiver.receivingWithoutSender': '보내는 사람이 나가서 다른 참가자에게서 받고 있어요. 이 페이지를 열어 두세요.',
  'receiver.saving': '모두 도착했어요. 큰 파일은 저장하는 데 시간이 조금 걸려요.',
  'receiver.paused': '지금은 받고 있지 않아요. 곧 자동으로 이어져요.',
  'receiver.pausedByHolders':
    '보내는 사람은 나갔고, 파일이 있는 참가자가 일시정지했어요. 다시 시작하면 자동으로 이어져요.',
  'receiver.noProgressInPart':
    '보내는 사람이 나갔고, 남은 데이터는 아무에게도 없어요. 보내는 사람이 돌아오면 자동으로 이어져요.',
  'receiver.reconnecting': '연결이 끊겨 다시 연결하고 있어요. 받은 데이터는 그대로 있어요.',
  'receiver.done': '다운로드 폴더나 선택한 곳에 저장했어요.',
  'receiver.doneWithout': str`${0}를 뺀 나머지를 다운로드 폴더나 선택한 곳에 저장했어요.`,
  'receiver.failed': '파일을 받지 못했어요. 다시 시도해 주세요.',
  'receiver.stopped': '보내는 사람이 공유를 멈췄어요.',

  'peer.left': '나감',
  'peer.theyStopped': '받기 멈춤',
  'peer.youDisconnected': '연결 끊음',
  'peer.over': '늦게 옴',
  'peer.unreached': '연결 안 됨',
  'peerText.left': '상대가 나갔어요. 링크를 다시 열면 이어받을 수 있어요.',
  'peerText.lost': '연결이 끊긴 뒤 돌아오지 않았어요. 링크를 다시 열면 이어받을 수 있어요.',
  'peerText.theyStopped': '상대가 받기를 멈췄어요.',
  'peerText.youDisconnected': '내가 연결을 끊었어요.',
  'peerText.over': '시작하기 전에 공유가 끝났어요.',
  'peerText.theirStorage': '상대 기기에 파일을 저장하지 못했어요.',
  'peerText.misbehaved': '상대 브라우저가 이상한 데이터를 보내 연결을 끊었어요.',
  'peerText.refused': '보낸 것과 다른 데이터가 도착해서 상대 브라우저가 받지 않았어요.',
  'peerText.withdrawn': '보내는 도중에 파일이 바뀌거나 없어졌어요. 나머지 파일은 받을 수 있어요.',
  'peerText.broken': '상대 브라우저에서 문제가 생겼어요. 링크를 다시 열면 돼요.',
};
