/**
 * Answers with the app's files from CacheStorage, and from the network where that fails or does not answer: a page that
 * does not load helps nobody.
 */

/** A disk answers within milliseconds, and a sleeping disk within a second or two. */
const ANSWER_MS = 3000;

/**
 * True after one file got no answer. A page is a chain of files, so it waits for one of them and not for each. Browsers
 * stop and start the worker often enough to try again.
 */
let isSilent = false;

export function orNetwork<Options extends { readonly request: Request }>(
  fromCache: (options: Options) => Promise<Response>,
  fromNetwork: (request: Request) => Promise<Response> = (request) => fetch(request),
): (options: Options) => Promise<Response> {
  return async (options) => {
    if (isSilent) return fromNetwork(options.request);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        isSilent = true;
        reject(new Error('no answer'));
      }, ANSWER_MS);
    });
    try {
      return await Promise.race([fromCache(options), late]);
    } catch {
      return await fromNetwork(options.request);
    } finally {
      clearTimeout(timer);
    }
  };
}
