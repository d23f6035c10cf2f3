/** Lines that compress well; no two are equal. */
export function text(bytes: number): Uint8Array<ArrayBuffer> {
  const lines = Array.from(
    { length: Math.ceil(bytes / 19) },
    (_, index) => `${String(index * 2_654_435_761).padStart(15, '0')} ok\n`,
  );
  return new TextEncoder().encode(lines.join('')).slice(0, bytes);
}
