/** Which pages may use the rooms (R12). */
/** Empty would match an empty list. */
export function isOriginAllowed(origin: string | null, own: string, others: string): boolean {
  return origin !== null && origin !== '' && (origin === own || others.split(',').some((other) => other.trim() === origin));
}
