/** What else is in a room, in Korean, in 해요체. */
import { str, type StrResult } from '@lit/localize';

import type { sharesWords } from './shares.ts';

export const sharesTemplates: Record<`shares.${keyof typeof sharesWords}`, string | StrResult> = {
  'shares.given': '다른 참가자가 추가한 파일',
  'shares.fromHost': '방장의 파일',
  'shares.fromPerson': str`참가자 ${0}의 파일`,
  'shares.fromOther': '다른 참가자의 파일',
  'shares.addressSeen': '여기 있는 사람끼리는 서로의 IP 주소를 볼 수 있어요.',
  'shares.hostOnlyNow': '지금은 방장하고만 연결되어 있어요. 이 파일을 받으려면 아래에서 바꿔 주세요.',
  'shares.onlyHost': '방장하고만 연결하기',
  'shares.onlyHostHint':
    '여기에서 파일을 추가하거나 메모를 쓰거나 파일을 받은 사람끼리는 서로의 IP 주소를 볼 수 있어요.',
  'shares.allowGuests': '링크를 연 사람끼리 연결해도 돼요',
  'shares.allowGuestsHint':
    '서로의 파일을 받고, 페이지를 열어 둔 동안 내 파일도 서로 나눠 주고, 서로의 IP 주소를 볼 수 있어요. 끄면 나하고만 연결돼요. 공유를 멈춰도 이미 받은 파일은 받은 사람에게 남아요.',
  'shares.added': '내가 추가한 파일',
  'shares.stop': '공유 중지',

  'shares.addFiles': '파일 추가',
  'shares.addFolder': '폴더 추가',
  'shares.addHint': '링크가 있는 사람은 누구나 여기에 추가한 파일을 받을 수 있어요.',

  'shares.asked': '링크를 연 사람은 나에게 파일과 메모를 보낼 수 있어요.',

  'shares.away': '지금은 자리에 없어요',
  'shares.personOne': '1명',
  'shares.personMany': str`${0}명`,
  'shares.onWayTo': str`${0}에게 보내는 중`,
  'shares.takenBy': str`${0}이 받음`,

  'shares.noneYet': '아직 아무도 받지 않았어요.',
  'shares.allDone': '받은 사람은 선택한 파일을 모두 받았어요. 다른 사람도 받을 수 있어요.',
  'shares.stoppedHere': '이 파일의 공유를 멈췄어요.',
  'shares.expiredHere': '링크가 만료됐어요. 이제 아무도 이 파일을 받을 수 없어요.',
  'shares.usedUpHere': '정해 둔 인원이 모두 받았어요. 다른 사람은 이 파일을 받을 수 없어요.',
  'shares.stoppedThere': '상대가 이 파일의 공유를 멈췄어요.',
};
