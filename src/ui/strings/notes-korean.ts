/** Notes of a room, in Korean, in 해요체. */
import { str, type StrResult } from '@lit/localize';

import type { noteRefusalTexts, notesWords } from './notes.ts';

type Id = `notes.${keyof typeof notesWords}` | `noteRefusal.${keyof typeof noteRefusalTexts}`;

export const notesTemplates: Record<Id, string | StrResult> = {
  'notes.title': '메모',
  'notes.empty': '아직 메모가 없어요. 링크를 연 사람이 여기 쓴 메모를 읽을 수 있어요.',
  'notes.field': '메모',
  'notes.hint': '엔터를 누르면 보내고, 시프트와 엔터를 함께 누르면 줄을 바꿔요.',
  'notes.send': '메모 보내기',
  'notes.earlier': '이전 메모 보기',

  'notes.keep': '이 브라우저에 메모 보관',
  'notes.keepHint':
    "이 브라우저에만 보관하고 다른 사람은 알 수 없어요. '저장 공간'에서 지우거나, 30일이 지나거나, 공유를 멈추면 삭제돼요.",
  'notes.stored': str`메모를 보관한 방 ${0}개`,
  'notes.before': '이전 메모',

  'notes.you': '나',
  'notes.host': '방장',
  'notes.someone': '다른 참가자',

  'notes.waiting': '누군가 들어오면 보내요',
  'notes.sending': '보내고 있어요',
  'notes.sent': '보냈어요',
  'notes.reached': str`${1}명 중 ${0}명에게 도착했어요`,
  'notes.arrived': '도착했어요',
  'notes.arrivedAll': '여기 있는 모두에게 도착했어요',

  'notes.copy': '복사',
  'notes.copied': '복사했어요',
  'notes.copyFailed': '복사하지 못했어요. 메모를 선택해 두었으니 직접 복사해 주세요.',
  'notes.showAll': '모두 보기',
  'notes.showLess': '접기',

  'notes.came': str`새 메모. ${0}: ${1}`,
  'notes.cameMany': str`새 메모 ${0}개`,

  'noteRefusal.empty': '이 메모에는 눈에 보이는 글자가 없어요.',
  'noteRefusal.large': '메모가 너무 길어요. 줄이거나, 파일에 담아 보내 주세요.',
  'noteRefusal.many': '메모를 한꺼번에 너무 많이 보냈어요. 잠시 뒤에 다시 보내 주세요.',
};
