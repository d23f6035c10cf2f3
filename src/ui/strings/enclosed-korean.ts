/** The page for a link opened inside of another app, in Korean, in 해요체. */
import { str, type StrResult } from '@lit/localize';

import type { enclosedTexts } from './enclosed.ts';

export const enclosedTemplates: Record<`enclosed.${keyof typeof enclosedTexts}`, string | StrResult> = {
  'enclosed.title': '브라우저에서 열어 주세요',
  'enclosed.byApp': str`${0} 안에서 링크를 열었어요. 여기서는 파일이 저장되지 않을 때가 많지만, 브라우저에서는 저장할 수 있어요. 아직 아무것도 받지 않았어요.`,
  'enclosed.bySomeApp':
    '다른 앱 안에서 링크를 열었어요. 이런 창에서는 파일이 저장되지 않을 때가 많지만, 브라우저에서는 저장할 수 있어요. 아직 아무것도 받지 않았어요.',
  'enclosed.open': '브라우저에서 열기',
  'enclosed.copyHint': "링크를 복사해서 브라우저 주소창에 붙여넣거나, 이 앱의 메뉴에서 '브라우저로 열기'를 찾아보세요.",
  'enclosed.anyway': '그래도 여기서 받기',
};
