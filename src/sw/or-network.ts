/**
 * The app's files out of CacheStorage, and from the network where that fails or does not answer: a page that does not
 * load helps nobody.
 */

/** A disk takes milliseconds, one that has just been woken a second or two. */
const ANSWER_MS = 3000;

/**
 * A page is a chain of files: it waits for one of them, and not for each. The worker is stopped and started again often
 * enough.
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
