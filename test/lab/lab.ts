/** The lab: the network with the app and a relay in it, and people with browsers at its edges. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findChromium } from '../support/browsers.ts';
import { ChromiumPerson } from '../support/chromium.ts';
import { APP_HOST, makeCertificate, RELAY_HOST, STUN_HOST, type Certificate } from './certificate.ts';
import { collectConnections } from './connections.ts';
import { APP_ADDRESS, Network, RELAY_ADDRESS, STUN_ADDRESS, type Peer } from './network.ts';
import { Origin } from './origin.ts';
import { Relay } from './relay.ts';
import { startStun } from './stun.ts';

/** WebRTC looks servers up with a dot at the end (turn.test.), pages without. */
const NAMES = [
  [APP_HOST, APP_ADDRESS],
  [RELAY_HOST, RELAY_ADDRESS],
  [STUN_HOST, STUN_ADDRESS],
].flatMap(([name, address]) => [`MAP ${name} ${address}`, `MAP ${name}. ${address}`]);

export class Lab {
  readonly folder: string;
  readonly network: Network;
  readonly relay: Relay;
  readonly origin: Origin;
  private readonly certificate: Certificate;
  private readonly people = new Set<ChromiumPerson>();

  private constructor(folder: string, network: Network, relay: Relay, origin: Origin, certificate: Certificate) {
    this.folder = folder;
    this.network = network;
    this.relay = relay;
    this.origin = origin;
    this.certificate = certificate;
  }

  /**
   * @param vars of the Worker; by default it makes credentials for the relay itself
   * @param root of the checkout whose app it has; by default this one
   */
  static async open(vars?: Readonly<Record<string, string>>, root?: string): Promise<Lab> {
    const folder = mkdtempSync(join(tmpdir(), 'beamline-lab-'));
    const [network, certificate] = await Promise.all([Network.open(folder), makeCertificate(folder)]);
    const relay = new Relay(network, certificate);
    const origin = new Origin(network, certificate, vars ?? relay.workerVars, root);
    await Promise.all([startStun(network), relay.start(), origin.start()]);
    return new Lab(folder, network, relay, origin, certificate);
  }

  /** Somebody new at that machine: a browser that has never seen the app. */
  async person(peer: Peer): Promise<ChromiumPerson> {
    const person = await ChromiumPerson.launch({
      program: peer.namespace.launcher(findChromium(), this.folder),
      args: [...this.certificate.chromiumArgs, `--host-resolver-rules=${NAMES.join(', ')}`],
    });
    this.people.add(person);
    await person.context.addInitScript(collectConnections);
    return person;
  }

  async leave(person: ChromiumPerson): Promise<void> {
    this.people.delete(person);
    await person.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.people].map((person) => person.close()));
    await this.network.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
