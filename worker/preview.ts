/**
 * What messengers and search engines show beside a link: Open Graph (ogp.me) and Twitter's card. Only programs that
 * read a page without running it get these tags, so they cost nobody's first load. They tell nothing of a room: its
 * token is in the fragment, which is not sent.
 */
import { ENGLISH, KOREAN, PICTURE, type PreviewTexts } from './preview-texts.ts';

/** Most messengers do not say which language their reader has. */
const BOTH: PreviewTexts = { ...ENGLISH, description: `${ENGLISH.description} ${KOREAN.description}` };

/**
 * Browsers say how they fetch; programs do not. Apple's previews are made by a browser engine that takes the names of
 * others' programs.
 */
function isProgram({ headers }: Request): boolean {
  return !headers.has('Sec-Fetch-Mode') || /bot|externalhit|scrap/i.test(headers.get('User-Agent') ?? '');
}

/** By the first language that there are texts in. Readers of KakaoTalk read Korean, and its program does not say so. */
function textsFor({ headers }: Request): PreviewTexts {
  const [language] = /\b(?:en|ko)\b/i.exec(headers.get('Accept-Language') ?? '') ?? [];
  if (language !== undefined) return language.toLowerCase() === 'ko' ? KOREAN : ENGLISH;
  return /kakao/i.test(headers.get('User-Agent') ?? '') ? KOREAN : BOTH;
}

/** There is no og:url: a messenger would open that in place of the link, without its fragment. */
function tagsOf({ title, description, promise, locale }: PreviewTexts, picture: string): string {
  const other = locale === KOREAN.locale ? ENGLISH : KOREAN;
  const properties = {
    'og:type': 'website',
    'og:site_name': 'Beamline',
    'og:title': title,
    'og:description': description,
    'og:locale': locale,
    'og:locale:alternate': other.locale,
    'og:image': picture,
    'og:image:type': 'image/png',
    'og:image:width': `${PICTURE.width}`,
    'og:image:height': `${PICTURE.height}`,
    'og:image:alt': `Beamline. ${promise}.`,
  };
  const card = { 'twitter:card': 'summary_large_image', 'twitter:image': picture };
  return [
    ...Object.entries(properties).map(([name, content]) => `<meta property="${name}" content="${content}">`),
    ...Object.entries(card).map(([name, content]) => `<meta name="${name}" content="${content}">`),
  ].join('\n');
}

/** The app's HTML, with a preview for programs. Messengers do not resolve relative addresses of pictures. */
export function withPreview(request: Request, page: Response): Response {
  if (!isProgram(request) || page.status !== 200) return page;
  const { origin } = new URL(request.url);
  const tags = tagsOf(textsFor(request), `${origin}${PICTURE.path}`);
  const answer = new Response(page.body, page);
  // It is another text than the one that the file's tag stands for.
  answer.headers.delete('ETag');
  answer.headers.set('Vary', 'Accept-Language, User-Agent, Sec-Fetch-Mode');
  return new HTMLRewriter().on('head', { element: (head) => void head.append(tags, { html: true }) }).transform(answer);
}
