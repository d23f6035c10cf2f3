/** The list of shortcuts, in Korean. */
import type { shortcutWords } from './shortcuts.ts';

export const shortcutTemplates: Record<`shortcuts.${keyof typeof shortcutWords}`, string> = {
  'shortcuts.paste': '파일, 글, 링크 붙여 넣기',
  'shortcuts.choose': '시작 화면에서 파일 선택',
  'shortcuts.close': '열린 창 닫기',
  'shortcuts.list': '이 목록 보기',
  'shortcuts.singleKeys': '한 글자 단축키 사용',
};
