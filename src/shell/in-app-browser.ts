/**
 * Tells whether an app shows this page in a window of its own (a WebView) instead of a browser. Such windows refuse
 * downloads without a word. Only the user agent tells. If the guess is wrong, the person can still continue.
 */

export interface InAppBrowser {
  /** The name that people call it by; undefined if it does not give its name. */
  readonly app: string | undefined;
  /**
   * An address that opens this page in a browser. Undefined where no app can be asked for that: the person has to copy
   * the link.
   */
  outside(href: string): string | undefined;
}

type Opener = 'kakao' | 'line' | 'intent';

interface App {
  readonly name: string;
  readonly sign: RegExp;
  /** The app's own way out, on Android and iOS. */
  readonly opener?: Opener;
}

/** The order matters: some apps name another app beside themselves. */
const APPS: readonly App[] = [
  { name: 'KakaoTalk', sign: /\bKAKAOTALK\b/i, opener: 'kakao' },
  { name: 'KakaoStory', sign: /\bKAKAOSTORY\b/i },
  { name: 'Naver', sign: /\bNAVER\(inapp/i },
  { name: 'BAND', sign: /\bBAND\/\d/ },
  { name: 'Daum', sign: /\bDaum(?:Apps|Cafe)\b/i },
  { name: 'LINE', sign: /\bLine\/\d/, opener: 'line' },
  { name: 'Messenger', sign: /\bFBAN\/Messenger|\bFB_IAB\/(?:Orca|MESSENGER)/ },
  { name: 'Instagram', sign: /\bInstagram \d/ },
  { name: 'Threads', sign: /\bBarcelona \d/ },
  { name: 'Facebook', sign: /\bFBA[NV]\/|\bFB_IAB\// },
  { name: 'Telegram', sign: /\bTelegram(?:-\w+)?\// },
  { name: 'TikTok', sign: /\b(?:musical_ly|trill|BytedanceWebview|TikTok)(?:[_ /]|\b)/ },
  { name: 'WeChat', sign: /\bMicroMessenger\// },
  { name: 'QQ', sign: /\bQQ\/\d/ },
  { name: 'Weibo', sign: /\bWeibo\b|__weibo__/i },
  { name: 'Snapchat', sign: /\bSnapchat\/?/ },
  { name: 'X', sign: /\bTwitter(?:Android| for )/ },
  { name: 'LinkedIn', sign: /\bLinkedInApp\b/ },
  { name: 'Pinterest', sign: /\[Pinterest\/|\bPinterest for / },
  { name: 'Zalo', sign: /\bZalo\b/ },
];

/**
 * https://developer.android.com/develop/ui/views/layout/webapps/webview: "wv"; before Android 5, "Version/4.0" in front
 * of Chrome.
 */
const ANDROID_WEBVIEW = /; wv\)|\bVersion\/4\.0 Chrome\//;

/**
 * A browser on Apple's systems ends in "Safari/"; WKWebView, left as it is, does not. So do pages on the home screen,
 * which save.
 */
const isAppleWebView = (userAgent: string): boolean =>
  /\((?:iPhone|iPad|iPod|Macintosh)\b/.test(userAgent) &&
  /\bAppleWebKit\//.test(userAgent) &&
  !/\b(?:Safari|Chrome|Firefox)\//.test(userAgent);

/**
 * The fragment stays as it is: Android writes it so itself (`Intent.toUri`), and takes what follows the last "#" for
 * the intent (`Intent.parseUri`). A percent-encoded fragment would become a part of the path, and the server would
 * learn the token.
 */
function intentUrl(href: string): string {
  const { host, pathname, search, hash, protocol } = new URL(href);
  const parts = [
    `scheme=${protocol.slice(0, -1)}`,
    'action=android.intent.action.VIEW',
    'category=android.intent.category.BROWSABLE',
    `S.browser_fallback_url=${encodeURIComponent(href)}`,
  ];
  return `intent://${host}${pathname}${search}${hash}#Intent;${parts.join(';')};end`;
}

const OPENERS: Record<Opener, (href: string) => string> = {
  kakao: (href) => `kakaotalk://web/openExternal?url=${encodeURIComponent(href)}`,
  line: (href) => {
    const url = new URL(href);
    url.searchParams.set('openExternalBrowser', '1');
    return url.href;
  },
  intent: intentUrl,
};

/** @param isInstalled opened from the home screen or as an app of its own: no other app's window */
export function inAppBrowser(userAgent: string, isInstalled: boolean): InAppBrowser | undefined {
  if (isInstalled) return undefined;
  const app = APPS.find(({ sign }) => sign.test(userAgent));
  if (app === undefined && !ANDROID_WEBVIEW.test(userAgent) && !isAppleWebView(userAgent)) return undefined;
  const opener = app?.opener ?? (/\bAndroid\b/.test(userAgent) ? 'intent' : undefined);
  return { app: app?.name, outside: (href) => opener && OPENERS[opener](href) };
}

/** What this page is shown by. */
export function thisInAppBrowser(): InAppBrowser | undefined {
  const isInstalled =
    matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone === true);
  return inAppBrowser(navigator.userAgent, isInstalled);
}
