/** Makes "name (2).ext" of "name.ext". If a name only begins with a dot, the number goes to its end. */
export function numberedName(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`;
}
