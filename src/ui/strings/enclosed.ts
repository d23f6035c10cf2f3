/**
 * Texts for a link that was opened inside another app. Loaded with their page; the Korean ones are in
 * enclosed-korean.ts.
 */
import { msg, str } from '@lit/localize';

import { currentLocale } from './locale.ts';

/** Apps that have a name in Korean. */
const KOREAN_NAMES: Readonly<Record<string, string>> = {
  KakaoTalk: '카카오톡',
  KakaoStory: '카카오스토리',
  Naver: '네이버',
  BAND: '밴드',
  Daum: '다음',
  LINE: '라인',
  Messenger: '메신저',
  Instagram: '인스타그램',
  Threads: '스레드',
  Facebook: '페이스북',
  Telegram: '텔레그램',
  TikTok: '틱톡',
  WeChat: '위챗',
  Weibo: '웨이보',
  Snapchat: '스냅챗',
  LinkedIn: '링크드인',
  Pinterest: '핀터레스트',
  Zalo: '잘로',
};

/** The app's name in the language of the page. */
export const appName = (app: string): string => (currentLocale() === 'ko' ? (KOREAN_NAMES[app] ?? app) : app);

export const enclosedTexts = {
  title: () => msg('Open this in your browser', { id: 'enclosed.title' }),
  byApp: (app: string) =>
    msg(
      str`You opened this link inside ${app}, which often cannot save files. Your browser can; nothing has been downloaded yet.`,
      { id: 'enclosed.byApp' },
    ),
  bySomeApp: () =>
    msg(
      'You opened this link inside another app, which often cannot save files. Your browser can; nothing has been downloaded yet.',
      { id: 'enclosed.bySomeApp' },
    ),
  open: () => msg('Open in your browser', { id: 'enclosed.open' }),
  copyHint: () =>
    msg(
      'Copy the link and paste it into the address bar of your browser, or look for “Open in browser” in this app’s menu.',
      { id: 'enclosed.copyHint' },
    ),
  anyway: () => msg('Download here anyway', { id: 'enclosed.anyway' }),
};
