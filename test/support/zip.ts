/** Reads a complete ZIP from its directory, as unpackers do, and checks what it says (APPNOTE.TXT 6.3.10). */
import { readFile } from 'node:fs/promises';
import { crc32, inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const END_64_LOCATOR = 0x07064b50;
const END_64 = 0x06064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const STORED = 0;

/** Files by their path. Folders, which end in '/', are left out. */
export async function readZip(path: string): Promise<ReadonlyMap<string, Buffer>> {
  return new Map([...(await readWholeZip(path))].filter(([name]) => !name.endsWith('/')));
}

/** The same with folders. */
export async function readWholeZip(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await readFile(path);
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end > zip.length - END_BYTES || zip.readUInt32LE(end) !== END)
    throw new Error('no end of central directory');
  let count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  if (end >= 20 && zip.readUInt32LE(end - 20) === END_64_LOCATOR) {
    const end64 = Number(zip.readBigUInt64LE(end - 12));
    if (zip.readUInt32LE(end64) !== END_64) throw new Error('no zip64 end');
    count = Number(zip.readBigUInt64LE(end64 + 32));
    at = Number(zip.readBigUInt64LE(end64 + 48));
  }
  const files = new Map<string, Buffer>();
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error(`entry ${index} is not where the directory says`);
    const [nameBytes, extraBytes, commentBytes] = [
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes);
    if (files.has(name)) throw new Error(`"${name}" is there twice`);
    files.set(name, contentOf(zip, at, name));
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return files;
}

/** Only for files under 4 GiB. */
function contentOf(zip: Buffer, entry: number, name: string): Buffer {
  const local = zip.readUInt32LE(entry + 42);
  if (zip.readUInt32LE(local) !== LOCAL) throw new Error(`"${name}" is not where the directory says`);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const compressed = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
  const content = zip.readUInt16LE(entry + 10) === STORED ? compressed : inflateRawSync(compressed);
  if (content.length !== zip.readUInt32LE(entry + 24)) throw new Error(`"${name}" has another size`);
  if (crc32(content) !== zip.readUInt32LE(entry + 16)) throw new Error(`"${name}" has another checksum`);
  return content;
}
