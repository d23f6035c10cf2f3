/**
 * The records of a ZIP archive (PKWARE APPNOTE 6.3.10) of files that are stored as they are, written as a stream: the
 * checksum comes behind the bytes. Zip64 where a size, an offset or the number of files needs it, and only there, for
 * some readers take no Zip64.
 */
export interface ZipEntry {
  /** UTF-8. */
  readonly name: Uint8Array;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

/** What is known of an entry when it has been written. */
export interface ZipWritten {
  readonly crc: number;
  /** Of its local header, from the beginning of the archive. */
  readonly offset: number;
}

/** Fields of 32 and 16 bits say with all ones: see the Zip64 field. */
const FULL_32 = 0xffff_ffff;
const FULL_16 = 0xffff;

const VERSION_PLAIN = 20;
const VERSION_ZIP64 = 45;
/** Bit 3: checksum and sizes come behind the bytes. Bit 11: the name is UTF-8. */
const FLAGS = 0x0808;
const TIME_EXTRA_BYTES = 9;
const END_BYTES = 22;
const ZIP64_END_BYTES = 56 + 20;

const isLarge = (size: number): boolean => size >= FULL_32;

/** Writes numbers one behind the other, least significant byte first. */
class Fields {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }

  u16(...values: number[]): this {
    for (const value of values) {
      this.#view.setUint16(this.#at, value, true);
      this.#at += 2;
    }
    return this;
  }

  u32(...values: number[]): this {
    for (const value of values) {
      this.#view.setUint32(this.#at, value, true);
      this.#at += 4;
    }
    return this;
  }

  u64(...values: number[]): this {
    for (const value of values) {
      this.#view.setBigUint64(this.#at, BigInt(value), true);
      this.#at += 8;
    }
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }
}

/** MS-DOS: local time, two seconds' steps, from 1980 to 2107. Time in the low half, date in the high one. */
function dosTime(mtimeMs: number): number {
  const date = new Date(Math.min(Math.max(mtimeMs, new Date(1980, 0, 1).getTime()), new Date(2107, 11, 31).getTime()));
  const time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1);
  const day = ((date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate();
  return ((day << 16) | time) >>> 0;
}

/** Info-ZIP's "extended timestamp": seconds since 1970, UTC, so that another time zone sees the same moment. */
function timeExtra(fields: Fields, mtimeMs: number): Fields {
  const seconds = Math.min(Math.max(Math.floor(mtimeMs / 1000), -(2 ** 31)), 2 ** 31 - 1);
  return fields.u16(0x5455, 5).raw(Uint8Array.of(1)).u32(seconds);
}

const localHeaderBytes = ({ name, size }: ZipEntry): number => 30 + name.length + TIME_EXTRA_BYTES + (isLarge(size) ? 20 : 0);

/** 4.3.7 */
export function localHeader(entry: ZipEntry): Uint8Array<ArrayBuffer> {
  const { name, size, mtimeMs } = entry;
  const large = isLarge(size);
  const extra = TIME_EXTRA_BYTES + (large ? 20 : 0);
  const fields = new Fields(localHeaderBytes(entry))
    .u32(0x0403_4b50)
    .u16(large ? VERSION_ZIP64 : VERSION_PLAIN, FLAGS, 0)
    .u32(dosTime(mtimeMs), 0, large ? FULL_32 : 0, large ? FULL_32 : 0)
    .u16(name.length, extra)
    .raw(name);
  timeExtra(fields, mtimeMs);
  // Says that the descriptor behind the bytes has sizes of 64 bits (4.3.9.2).
  if (large) fields.u16(1, 16).u64(0, 0);
  return fields.bytes;
}

const descriptorBytes = ({ size }: ZipEntry): number => (isLarge(size) ? 24 : 16);

/** 4.3.9: behind the bytes. */
export function dataDescriptor(entry: ZipEntry, crc: number): Uint8Array<ArrayBuffer> {
  const fields = new Fields(descriptorBytes(entry)).u32(0x0807_4b50, crc);
  return (isLarge(entry.size) ? fields.u64(entry.size, entry.size) : fields.u32(entry.size, entry.size)).bytes;
}

/** Its sizes if they are large, its offset if it is far. */
const zip64ExtraBytes = ({ size }: ZipEntry, offset: number): number => {
  const values = (isLarge(size) ? 16 : 0) + (offset >= FULL_32 ? 8 : 0);
  return values > 0 ? 4 + values : 0;
};

const centralHeaderBytes = (entry: ZipEntry, offset: number): number =>
  46 + entry.name.length + TIME_EXTRA_BYTES + zip64ExtraBytes(entry, offset);

/** 4.3.12 */
export function centralHeader(entry: ZipEntry, { crc, offset }: ZipWritten): Uint8Array<ArrayBuffer> {
  const { name, size, mtimeMs } = entry;
  const zip64Bytes = zip64ExtraBytes(entry, offset);
  const version = zip64Bytes > 0 ? VERSION_ZIP64 : VERSION_PLAIN;
  const shownSize = Math.min(size, FULL_32);
  const fields = new Fields(centralHeaderBytes(entry, offset))
    .u32(0x0201_4b50)
    .u16(0x0300 | version, version, FLAGS, 0) // made by: Unix, for the permissions
    .u32(dosTime(mtimeMs), crc, shownSize, shownSize)
    .u16(name.length, TIME_EXTRA_BYTES + zip64Bytes, 0, 0, 0)
    .u32(0o100644 * 0x1_0000, Math.min(offset, FULL_32))
    .raw(name);
  timeExtra(fields, mtimeMs);
  if (zip64Bytes > 0) fields.u16(1, zip64Bytes - 4);
  if (isLarge(size)) fields.u64(size, size);
  if (offset >= FULL_32) fields.u64(offset);
  return fields.bytes;
}

const needsZip64End = (count: number, directoryBytes: number, offset: number): boolean =>
  count >= FULL_16 || directoryBytes >= FULL_32 || offset >= FULL_32;

/** 4.3.14 to 4.3.16. `offset`: where the directory of `count` central headers begins. */
export function endRecords(count: number, directoryBytes: number, offset: number): Uint8Array<ArrayBuffer> {
  const isZip64 = needsZip64End(count, directoryBytes, offset);
  const fields = new Fields(END_BYTES + (isZip64 ? ZIP64_END_BYTES : 0));
  if (isZip64) {
    fields.u32(0x0606_4b50).u64(44).u16(0x0300 | VERSION_ZIP64, VERSION_ZIP64).u32(0, 0).u64(count, count, directoryBytes, offset);
    fields.u32(0x0706_4b50, 0).u64(offset + directoryBytes).u32(1);
  }
  const shownCount = Math.min(count, FULL_16);
  fields.u32(0x0605_4b50).u16(0, 0, shownCount, shownCount);
  return fields.u32(Math.min(directoryBytes, FULL_32), Math.min(offset, FULL_32)).u16(0).bytes;
}

/** Bytes of the whole archive, before a byte of it is read. */
export function zipBytes(entries: readonly ZipEntry[]): number {
  let offset = 0;
  let directoryBytes = 0;
  for (const entry of entries) {
    directoryBytes += centralHeaderBytes(entry, offset);
    offset += localHeaderBytes(entry) + entry.size + descriptorBytes(entry);
  }
  return offset + directoryBytes + END_BYTES + (needsZip64End(entries.length, directoryBytes, offset) ? ZIP64_END_BYTES : 0);
}
