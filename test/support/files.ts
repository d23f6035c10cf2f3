/** Files that tests send. A seed always gives the same bytes. They are made fast, and hashed on disk. */
import { createCipheriv, createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const MiB = 1 << 20;

/** Random bytes from a seed: a key stream of AES-CTR, at about 1 GB/s, which nothing can compress. */
class KeyStream {
  private readonly cipher;

  constructor(seed: string) {
    this.cipher = createCipheriv(
      'aes-128-ctr',
      createHash('sha256').update(seed).digest().subarray(0, 16),
      Buffer.alloc(16),
    );
  }

  next(bytes: number): Buffer {
    return this.cipher.update(Buffer.alloc(bytes));
  }
}

export const bytesOf = (seed: string, bytes: number): Buffer => new KeyStream(seed).next(bytes);

/** A file whose name is the seed of its bytes. */
export async function makeFile(path: string, bytes: number, seed = path.slice(path.lastIndexOf('/'))): Promise<string> {
  const stream = new KeyStream(seed);
  const file = await open(path, 'w');
  for (let left = bytes; left > 0; left -= MiB) await file.write(stream.next(Math.min(left, MiB)));
  await file.close();
  return path;
}

const LOG_MIB = 8;

/**
 * A web server's log, in which no two lines are equal. After some megabytes it repeats, farther back than any
 * compressor looks.
 */
export async function makeLog(path: string, bytes: number): Promise<string> {
  const stream = new KeyStream(path.slice(path.lastIndexOf('/')));
  const lines: string[] = [];
  for (let length = 0, second = 0; length < LOG_MIB * MiB; second += 1) {
    const [a, b, c, d, e, f, g, h] = stream.next(8) as unknown as number[];
    const minutes = String(Math.floor(second / 600) % 60).padStart(2, '0');
    const seconds = String(Math.floor(second / 10) % 60).padStart(2, '0');
    const folder = ['assets', 'api/items', 'images', 'search'][d! % 4];
    const name = (e! * 256 + f!).toString(36) + ['', '.js', '.png', '?page=2'][d! % 4];
    const status = [200, 200, 200, 304, 404][g! % 5];
    const line =
      `10.${a}.${b! >> 4}.${c} - - [21/Nov/2026:10:${minutes}:${seconds} +0000] ` +
      `"GET /${folder}/${name} HTTP/1.1" ${status} ` +
      `${h! * 97 + g!} "https://example.test/" "Mozilla/5.0 (X11; Linux x86_64) Chrome/${140 + (h! % 16)}.0.0.0"\n`;
    lines.push(line);
    length += line.length;
  }
  const text = Buffer.from(lines.join(''));
  const file = await open(path, 'w');
  for (let left = bytes; left > 0; left -= text.length) await file.write(text, 0, Math.min(left, text.length));
  await file.close();
  return path;
}

export interface TreeFile {
  /** Path below the folder, without the folder's own name. */
  readonly path: string;
  readonly sha256: string;
}

/** A folder of small files, nested to a depth of three; some are empty, some have names of all kinds. */
export async function makeTree(folder: string, count: number): Promise<readonly TreeFile[]> {
  const files: TreeFile[] = [];
  for (let index = 0; index < count; index += 1) {
    const inner = [`part ${index % 8}`, `${index % 5}번`, 'deep'].slice(0, index % 4).join('/');
    const path = join(inner, index % 50 === 0 ? `📄 문서 ${index}.txt` : `${index}.bin`);
    const bytes = bytesOf(`${count}/${path}`, (index * 37) % 3000);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
    files.push({ path, sha256: sha256(bytes) });
  }
  return files;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path, { highWaterMark: MiB })) hash.update(part as Buffer);
  return hash.digest('hex');
}
