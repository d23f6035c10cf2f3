/** Hostile inputs: bytes and texts made of valid ones by small damage, and JSON of the shapes that break parsers. */
import fc from 'fast-check';

/** Bytes of which a few were changed, cut out, put in, or doubled. */
export function damaged(valid: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const damage = fc.record({
    kind: fc.constantFrom('set', 'flip', 'cut', 'insert', 'double', 'swap'),
    at: fc.nat(),
    to: fc.nat(),
    byte: fc.integer({ min: 0, max: 255 }),
  });
  return fc
    .tuple(valid, fc.array(damage, { maxLength: 4 }))
    .map(([bytes, damages]) => damages.reduce<Uint8Array<ArrayBuffer>>(apply, bytes.slice()));
}

function apply(
  bytes: Uint8Array<ArrayBuffer>,
  { kind, at, to, byte }: { kind: string; at: number; to: number; byte: number },
): Uint8Array<ArrayBuffer> {
  const from = at % (bytes.length + 1);
  const end = from + (to % (bytes.length - from + 1));
  const parts = (...list: (Uint8Array | number[])[]) =>
    Uint8Array.from(Buffer.concat(list.map((part) => Uint8Array.from(part))));
  switch (kind) {
    case 'cut':
      return parts(bytes.subarray(0, from), bytes.subarray(end));
    case 'insert':
      return parts(bytes.subarray(0, from), [byte], bytes.subarray(from));
    case 'double':
      return parts(bytes.subarray(0, end), bytes.subarray(from));
    case 'swap':
      return parts(bytes.subarray(end), bytes.subarray(0, end));
    default: {
      if (from < bytes.length) bytes[from] = kind === 'set' ? byte : (bytes[from] ?? 0) ^ (1 << (byte & 7));
      return bytes;
    }
  }
}

/** Every way to change one byte of it, in order: each bit flipped, each value that borders on another, each length. */
export function* byteByByte(valid: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < valid.length; at++) {
    yield valid.slice(0, at);
    for (const value of [
      0,
      1,
      2,
      3,
      4,
      0x7f,
      0x80,
      0xff,
      ...Array.from({ length: 8 }, (_, bit) => (valid[at] ?? 0) ^ (1 << bit)),
    ]) {
      const changed = valid.slice();
      changed[at] = value;
      yield changed;
    }
  }
  yield Uint8Array.from([...valid, 0]);
}

/** Texts on which something somewhere has broken before. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '\ud800',
    '\udc00\ud800',
    '\0',
    '\u202e',
    '\ufeff',
    '../../x',
    'C:\\x',
    '<img src=x onerror=alert(1)>',
    '"',
    '\\',
    '%00',
    'NaN',
    '1e400',
    '-0',
  ),
  fc.integer({ min: 0, max: 70_000 }).map((length) => 'x'.repeat(length)),
);

export const nastyNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    -1,
    0.5,
    Number.NaN,
    Infinity,
    2 ** 31,
    2 ** 32,
    2 ** 46,
    2 ** 46 + 1,
    2 ** 53,
    2 ** 60,
    1e308,
    Number.MIN_VALUE,
  ),
  fc.integer(),
  fc.double(),
);

/** Any value that JSON can say, and then some: also where a certain type is expected. */
export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  nastyNumber,
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { length: 1e9 }, { toString: 1 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Raw JSON texts, such as JSON.stringify would never write. */
const nastyJson: fc.Arbitrary<string> = fc.oneof(
  fc.json(),
  fc.constantFrom(
    '',
    ' ',
    '\ufeff{}',
    '{"type":"saving"}}',
    '{"type":"saving","type":"end"}',
    '{"__proto__":{"type":"saving"}}',
    '{"type":{"__proto__":null}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '1e999',
    '-',
    '"\\ud800"',
    '{"type":"\\u0073aving"}',
    'NaN',
    'undefined',
    "{'type':'saving'}",
    '[1,]',
    '{"a":1e1000000000}',
  ),
  fc.integer({ min: 1, max: 32_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.integer({ min: 1, max: 10_000 }).map((depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
  fc.integer({ min: 1, max: 60_000 }).map((digits) => `{"type":"progress","bytes":${'9'.repeat(digits)}}`),
);

/**
 * Each message with fields left out, replaced and added; each one's text with damage; and texts that are none of it.
 */
export function hostileText(messages: readonly object[]): fc.Arbitrary<string> {
  const names = [...new Set(messages.flatMap((message) => Object.keys(message)))];
  const field = fc.tuple(
    fc.constantFrom(...names, '__proto__', 'constructor', 'length'),
    fc.oneof(nastyValue, fc.constant(undefined)),
  );
  const valid = fc.constantFrom(...messages);
  const changed = fc
    .tuple(valid, fc.array(field, { maxLength: 3 }))
    .map(([message, fields]) =>
      JSON.stringify(Object.assign(Object.create(null), message, Object.fromEntries(fields))),
    );
  const broken = damaged(valid.map((message) => new TextEncoder().encode(JSON.stringify(message)))).map((bytes) =>
    new TextDecoder().decode(bytes),
  );
  return fc.oneof(
    { weight: 4, arbitrary: changed },
    { weight: 3, arbitrary: broken },
    { weight: 2, arbitrary: nastyJson },
    { weight: 1, arbitrary: nastyText },
  );
}
