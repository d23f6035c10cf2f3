/**
 * Percent-encodes what RFC 8187 does not allow in an extended value. encodeURIComponent leaves a few of these
 * characters.
 */
const encodeExtended = (text: string): string =>
  encodeURIComponent(text).replace(/['()*!]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * `attachment` with a file name (RFC 6266): in ASCII for clients that read no more, and complete as `filename*` (RFC
 * 8187). A lone surrogate, which UTF-8 cannot express, becomes U+FFFD.
 */
export function contentDisposition(filename: string): string {
  const name = filename.replace(/\p{Cs}/gu, '\uFFFD');
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeExtended(name)}`;
}
