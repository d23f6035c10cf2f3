/** User agents as these programs send them. */
import { describe, expect, test } from 'vitest';

import { inAppBrowser } from '../../../src/shell/in-app-browser.ts';

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const WEBVIEW =
  'Mozilla/5.0 (Linux; Android 14; SM-S918N Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0.6261.119 Mobile Safari/537.36';
const PHONE = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)';
const DESKTOP = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';

type Way = 'kakaotalk' | 'line' | 'intent' | undefined;

const ENCLOSED: readonly (readonly [app: string | undefined, way: Way, userAgent: string])[] = [
  ['KakaoTalk', 'kakaotalk', `${WEBVIEW};KAKAOTALK 2410611`],
  ['KakaoTalk', 'kakaotalk', `${WEBVIEW} KAKAOTALK/10.6.1 (INAPP)`],
  ['KakaoTalk', 'kakaotalk', `${IPHONE} Mobile/15E148 KAKAOTALK/10.6.1 (INAPP)`],
  ['KakaoTalk', 'kakaotalk', `${IPHONE} Version/17.3 Mobile/15E148 Safari/604.1 KAKAOTALK 10.6.5`],
  ['KakaoStory', 'intent', `${WEBVIEW};KAKAOSTORY`],
  ['Naver', 'intent', `${WEBVIEW} NAVER(inapp; search; 1200; 12.4.2)`],
  ['Naver', undefined, `${IPHONE} Version/16.0 Mobile/15E148 Safari/604.1 NAVER(inapp; search; 1160; 11.25.5; 14PRO)`],
  ['Naver', undefined, `${IPHONE} Mobile/15E148 NAVER(inapp; cafe; 5.10.0; 5.10.0)`],
  ['BAND', 'intent', `${WEBVIEW} BAND/16.2.1 (Android OS 14;SM-S918N)`],
  ['Daum', 'intent', `${WEBVIEW} DaumApps/5.4.1 DaumDevice/mobile`],
  ['Daum', undefined, `${IPHONE} Mobile/15E148 DaumApps/6.7.0 DaumDevice/mobile`],
  [
    'LINE',
    'line',
    'Mozilla/5.0 (Linux; Android 12; SO-51B Build/61.1.A.9.81; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/110.0.5481.154 Mobile Safari/537.36 Line/13.3.1/IAB',
  ],
  ['LINE', 'line', `${IPHONE} Mobile/15E148 Safari Line/13.20.0`],
  ['LINE', 'line', `${IPHONE} Mobile/15E148 Safari Line/14.1.0 LIFF`],
  [
    'Messenger',
    undefined,
    `${IPHONE} Mobile/21D61 [FBAN/MessengerForiOS;FBAV/447.0.0.36.105;FBBV/572;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.3.1;FBSS/3;FBID/phone;FBLC/ko_KR;FBOP/5]`,
  ],
  ['Messenger', 'intent', `${WEBVIEW} [FB_IAB/Orca-Android;FBAV/446.0.0.46.109;]`],
  [
    'Instagram',
    undefined,
    `${IPHONE} Mobile/21D61 Instagram 320.0.2.29.98 (iPhone14,5; iOS 17_3_1; ko_KR; ko; scale=3.00; 1170x2532; 573103347)`,
  ],
  [
    'Instagram',
    'intent',
    `${WEBVIEW} Instagram 319.0.0.34.109 Android (34/14; 480dpi; 1080x2205; samsung; SM-S918N; dm3q; qcom; ko_KR; 570160221)`,
  ],
  [
    'Threads',
    undefined,
    `${IPHONE} Mobile/21D61 Barcelona 320.0.2.29.98 (iPhone14,5; iOS 17_3_1; ko_KR; ko; scale=3.00; 1170x2532; 573103347)`,
  ],
  [
    'Facebook',
    undefined,
    `${IPHONE} Mobile/21D61 [FBAN/FBIOS;FBAV/450.0.0.38.108;FBBV/564431005;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.3.1;FBSS/3;FBID/phone;FBLC/ko_KR;FBOP/5]`,
  ],
  ['Facebook', 'intent', `${WEBVIEW} [FB_IAB/FB4A;FBAV/451.0.0.47.109;]`],
  [
    'Telegram',
    'intent',
    'Mozilla/5.0 (Linux; Android 13; K) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.6778.135 Mobile Safari/537.36 Telegram-Android/11.5.3 (Samsung SM-G991B; Android 13; SDK 33; HIGH)',
  ],
  [
    'TikTok',
    undefined,
    `${IPHONE} Mobile/15E148 musical_ly_33.4.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/ko Region/KR isDarkMode/1 WKWebView/1 RevealType/Dialog BytedanceWebview/d8a21c6 FalconTag/`,
  ],
  [
    'TikTok',
    'intent',
    `${WEBVIEW} trill_330404 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/33.4.4 ByteLocale/ko-KR Region/KR BytedanceWebview/d8a21c6`,
  ],
  ['WeChat', undefined, `${IPHONE} Mobile/15E148 MicroMessenger/8.0.47(0x1800302c) NetType/WIFI Language/zh_CN`],
  [
    'WeChat',
    'intent',
    `${WEBVIEW} XWEB/1220053 MMWEBSDK/20240301 MMWEBID/1234 MicroMessenger/8.0.48.2580(0x28003036) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64`,
  ],
  [
    'WeChat',
    undefined,
    `${DESKTOP} Chrome/116.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090a13) XWEB/8555 Flue`,
  ],
  ['QQ', undefined, `${IPHONE} Mobile/15E148 QQ/9.0.30.614 V1_IPH_SQ_9.0.30_1_APP_A Pixel/1170 NetType/WIFI`],
  ['Weibo', undefined, `${IPHONE} Mobile/15E148 Weibo (iPhone14,5__weibo__14.3.1__iphone__os17.3.1)`],
  [
    'Snapchat',
    undefined,
    `${IPHONE} Version/17.3.1 Mobile/15E148 Snapchat/12.71.0.38 (like Safari/8617.2.4.10.8, panda)`,
  ],
  ['Snapchat', 'intent', `${WEBVIEW} Snapchat/12.72.0.43 (SM-S918N; Android 14#S918NKSS2BXA1#34; gzip; )`],
  ['X', undefined, `${IPHONE} Mobile/15E148 Twitter for iPhone/10.28`],
  ['X', 'intent', `${WEBVIEW} TwitterAndroid`],
  ['LinkedIn', undefined, `${IPHONE} Mobile/15E148 [LinkedInApp]/9.29.5962`],
  ['Pinterest', undefined, `${IPHONE} Mobile/15E148 [Pinterest/iOS]`],
  ['Zalo', undefined, `${IPHONE} Mobile/15E148 Zalo iOS/545 ZaloTheme/light ZaloLanguage/vn`],
  [undefined, 'intent', WEBVIEW],
  [
    undefined,
    'intent',
    'Mozilla/5.0 (Linux; Android 4.4.4; SM-N910S Build/KTU84P) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/33.0.0.0 Mobile Safari/537.36',
  ],
  [undefined, undefined, `${IPHONE} Mobile/15E148`],
  [undefined, undefined, MAC], // an app's window on an iPad
];

const BROWSERS: Record<string, string> = {
  'Chrome on Android': `${PHONE} Chrome/124.0.0.0 Mobile Safari/537.36`,
  'Chrome on a tablet': `${PHONE} Chrome/124.0.0.0 Safari/537.36`,
  'Chrome on Windows': `${DESKTOP} Chrome/124.0.0.0 Safari/537.36`,
  'Chrome on a Mac':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36',
  'headless Chromium':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
  'Samsung Internet':
    'Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36',
  'Safari on an iPhone': `${IPHONE} Version/17.3.1 Mobile/15E148 Safari/604.1`,
  'Safari on an iPad or a Mac': `${MAC} Version/17.3.1 Safari/605.1.15`,
  'Chrome on an iPhone': `${IPHONE} CriOS/124.0.6367.88 Mobile/15E148 Safari/604.1`,
  'Firefox on an iPhone': `${IPHONE} FxiOS/125.0 Mobile/15E148 Safari/605.1.15`,
  'Edge on an iPhone': `${IPHONE} Version/17.0 EdgiOS/124.0.2478.50 Mobile/15E148 Safari/605.1.15`,
  'Whale on an iPhone': `${IPHONE} Version/17.3 Whale/3.0.1.1234 Mobile/15E148 Safari/604.1`,
  'Opera on an iPhone': `${IPHONE} Version/17.3 Mobile/15E148 Safari/604.1 OPT/4.6.0`,
  'DuckDuckGo on an iPhone': `${IPHONE} Version/17.3.1 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15`,
  'the Google app on an iPhone': `${IPHONE} GSA/310.0.620093340 Mobile/15E148 Safari/604.1`,
  'Edge on Windows': `${DESKTOP} Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0`,
  'Edge on Android': `${PHONE} Chrome/124.0.0.0 Mobile Safari/537.36 EdgA/124.0.0.0`,
  'Firefox on Android': 'Mozilla/5.0 (Android 14; Mobile; rv:125.0) Gecko/125.0 Firefox/125.0',
  'Firefox on Windows': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0',
  'Firefox on a Mac': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:125.0) Gecko/20100101 Firefox/125.0',
  'Whale on Windows': `${DESKTOP} Chrome/122.0.0.0 Whale/3.25.232.19 Safari/537.36`,
  'Whale on Android':
    'Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.6261.120 Whale/1.0.0.0 Crosswalk/29.122.0.16 Mobile Safari/537.36',
  'Opera on Android': `${PHONE} Chrome/122.0.0.0 Mobile Safari/537.36 OPR/81.1.4292.78444`,
  Vivaldi: `${DESKTOP} Chrome/124.0.0.0 Safari/537.36 Vivaldi/6.7.3329.17`,
  'MIUI’s browser':
    'Mozilla/5.0 (Linux; U; Android 13; ko-kr; 2201117TG Build/TKQ1.221114.001) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0.5615.136 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.11.0-gn',
  'Huawei’s browser':
    'Mozilla/5.0 (Linux; Android 12; NOH-NX9; HMSCore 6.13.0.302) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.5735.196 HuaweiBrowser/14.0.5.302 Mobile Safari/537.36',
  'UC Browser':
    'Mozilla/5.0 (Linux; U; Android 13; en-US; SM-A525F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/100.0.4896.58 UCBrowser/13.7.2.1636 Mobile Safari/537.36',
  'QQ’s browser, which is one':
    'Mozilla/5.0 (Linux; U; Android 13; zh-cn; 22041211AC) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.5414.86 MQQBrowser/14.8 Mobile Safari/537.36',
  'an old browser of Android':
    'Mozilla/5.0 (Linux; U; Android 4.0.3; ko-kr; LG-L160L Build/IML74K) AppleWebkit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30',
  nothing: '',
};

const HREF = 'https://beam.example/?x=1#AAECAwQFBgcICQoLDA0ODw.p1';

/** As Android reads one: https://android.googlesource.com/platform/frameworks/base, Intent.parseUri. */
function parseIntent(uri: string): { readonly data: string; readonly fallback: string } {
  const at = uri.lastIndexOf('#');
  expect(uri.startsWith('#Intent;', at) && uri.endsWith(';end')).toBe(true);
  const parts = new Map(
    uri
      .slice(at + '#Intent;'.length)
      .split(';')
      .map((part) => part.split('=') as [string, string]),
  );
  return {
    data: `${parts.get('scheme')}:${uri.slice('intent:'.length, at)}`,
    fallback: decodeURIComponent(parts.get('S.browser_fallback_url') ?? ''),
  };
}

describe('the window of another app', () => {
  test.each(ENCLOSED)('of %s, whose way out is %s: %s', (app, way, userAgent) => {
    const found = inAppBrowser(userAgent, false);
    expect(found).toMatchObject({ app });
    const outside = found?.outside(HREF);
    expect(outside?.replace(/^https.*openExternalBrowser=1.*/, 'line').replace(/:.*/, '')).toBe(way);
    expect(inAppBrowser(userAgent, true)).toBeUndefined();
  });

  test('keeps the token on its way out, and away from the server', () => {
    const outsideOf = (name: string) =>
      inAppBrowser(ENCLOSED.find(([app, way]) => app === name && way !== undefined)?.[2] ?? '', false)?.outside(HREF) ??
      '';
    expect(parseIntent(outsideOf('Naver'))).toEqual({ data: HREF, fallback: HREF });
    expect(new URL(outsideOf('Naver')).href).toBe(outsideOf('Naver')); // as a browser spells it
    expect(new URL(outsideOf('KakaoTalk')).searchParams.get('url')).toBe(HREF);
    expect(outsideOf('LINE')).toBe('https://beam.example/?x=1&openExternalBrowser=1#AAECAwQFBgcICQoLDA0ODw.p1');
  });
});

test.each(Object.entries(BROWSERS))('%s is a browser', (_, userAgent) =>
  expect(inAppBrowser(userAgent, false)).toBeUndefined(),
);
