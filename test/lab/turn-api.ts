/**
 * Cloudflare's TURN API in the lab's internet, in whichever mood a test wants: it hands out access to the lab's own
 * relay.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { API_ADDRESS, type Network } from './network.ts';
import type { Relay } from './relay.ts';
import { STUN_URL } from './stun.ts';

export type ApiMood = 'good' | 'error' | 'slow';

export class TurnApi {
  /** The Worker's variables. */
  static readonly workerVars = {
    STUN_URLS: STUN_URL,
    TURN_API: `http://${API_ADDRESS}`,
    TURN_KEY_ID: 'lab',
    TURN_KEY_API_TOKEN: 'token of the lab',
  } as const;

  private readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
  }

  /** Ends with the network. */
  static async start({ internet }: Network, relay: Relay): Promise<TurnApi> {
    const answer = JSON.stringify({ iceServers: relay.iceServers() });
    const child = internet.start(
      process.execPath,
      [join(import.meta.dirname, 'turn-api-server.ts'), API_ADDRESS, answer],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const api = new TurnApi(child);
    await api.line();
    return api;
  }

  async become(mood: ApiMood): Promise<void> {
    this.child.stdin?.write(`${mood}\n`);
    await this.line();
  }

  private async line(): Promise<void> {
    if (this.child.stdout === null) throw new Error('no output');
    const [said] = (await Promise.race([once(this.child.stdout, 'data'), once(this.child, 'exit')])) as unknown[];
    if (!Buffer.isBuffer(said)) throw new Error('the API does not run');
  }
}
