/**
 * A network namespace (namespaces(7)): a machine of the lab, with its own interfaces, routes, firewall and sockets. A
 * process of ours holds it open; it has no name anywhere, so nothing is left behind when the processes in it are gone.
 */
import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** From the request to end until a program is killed. */
const GRACE_MS = 2000;
/** A command that configures something and hangs would hang the whole run. */
const COMMAND_MS = 10_000;

/** IPv4 only: with both families every pair would have a second way, and no test could say which one it means. */
const HOLD = `
  echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
  echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
  echo 1 >/proc/sys/net/ipv4/ip_forward
  ip link set lo up
  echo ready
  exec cat >/dev/null`;

export class Namespace {
  private readonly holder: ChildProcess;
  private readonly programs = new Set<ChildProcess>();

  private constructor(holder: ChildProcess) {
    this.holder = holder;
  }

  static async open(): Promise<Namespace> {
    const holder = spawn('unshare', ['--net', 'sh', '-ec', HOLD], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [first] = (await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')])) as unknown[];
    if (!Buffer.isBuffer(first)) throw new Error('no network namespace could be made');
    return new Namespace(holder);
  }

  /** For tools that take a namespace as a file or as the number of a process in it. */
  get pid(): number {
    return this.holder.pid ?? 0;
  }

  get file(): string {
    return `/proc/${this.pid}/ns/net`;
  }

  /** Runs lines of shell; the first that fails ends it. Resolves with what they print. */
  async shell(...lines: readonly string[]): Promise<string> {
    return (await this.run('sh', ['-ec', lines.join('\n')])).stdout;
  }

  run(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ stdout: string }> {
    return execute('nsenter', this.enter(program, args), { timeout: COMMAND_MS, env: { ...process.env, ...env } });
  }

  /** nft takes a whole rule set at once, or none of it. */
  async filter(rules: string): Promise<void> {
    const nft = this.start('nft', ['-f', '-'], { stdio: ['pipe', 'ignore', 'inherit'] });
    nft.stdin?.end(rules);
    const [code] = (await once(nft, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`nft refused:\n${rules}`);
  }

  /** Starts a program that runs until `stop` or `close`. */
  start(program: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const child = spawn('nsenter', this.enter(program, args), { stdio: 'ignore', ...options });
    this.programs.add(child);
    child.once('exit', () => this.programs.delete(child));
    return child;
  }

  async stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await ended;
    clearTimeout(timer);
  }

  /** An executable that starts the program in here, for those who want a path: Playwright. */
  launcher(program: string, folder: string): string {
    const path = join(folder, `${this.pid}-${program.slice(program.lastIndexOf('/') + 1)}`);
    writeFileSync(path, `#!/bin/sh\nexec nsenter ${this.enter(program, []).join(' ')} "$@"\n`, { mode: 0o755 });
    return path;
  }

  async close(): Promise<void> {
    await Promise.all([...this.programs].map((child) => this.stop(child)));
    this.holder.stdin?.end();
  }

  private enter(program: string, args: readonly string[]): string[] {
    return [`--net=${this.file}`, '--', program, ...args];
  }
}
