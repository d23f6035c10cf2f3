/** The words and the picture of a link preview. */
export const PICTURE = { path: '/preview.png', width: 1200, height: 630 } as const;

export interface PreviewTexts {
  readonly title: string;
  readonly description: string;
  /** Also written in the picture (scripts/preview.ts). */
  readonly promise: string;
  readonly locale: string;
}

export const ENGLISH: PreviewTexts = {
  title: 'Beamline: files straight from browser to browser',
  description: 'Open the link to get or send files. No app, no account, no upload.',
  promise: 'Files straight from browser to browser',
  locale: 'en_US',
};

export const KOREAN: PreviewTexts = {
  title: 'Beamline: 브라우저끼리 바로 주고받는 파일',
  description: '링크를 열면 파일을 주고받을 수 있어요. 앱 설치도, 회원 가입도, 서버 업로드도 없어요.',
  promise: '브라우저끼리 바로 주고받는 파일',
  locale: 'ko_KR',
};
