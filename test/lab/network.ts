/**
 * A small internet on one machine, with no way out:
 *
 * internet    the app at 198.51.100.10, the relay at 198.51.100.20, STUN at 198.51.100.30, the relay's API at
 * 198.51.100.40
 *       |         a link with delay, loss and a limited rate
 *     router      203.0.113.N, one for each site, with its NAT
 *       |         a bridge: the LAN
 *     peer        192.168.N.2, .3, ...; in an open site 198.18.N.2, which the internet can reach
 *
 * The addresses are those set aside for documentation and benchmarks (RFC 5737, RFC 2544).
 */
import { buildPath, Link, type Conditions, type LineCount } from './link.ts';
import { Namespace } from './namespace.ts';
import { rulesOf, type Nat } from './nat.ts';

export const APP_ADDRESS = '198.51.100.10';
export const RELAY_ADDRESS = '198.51.100.20';
export const STUN_ADDRESS = '198.51.100.30';
export const API_ADDRESS = '198.51.100.40';

/** Two such lines, one behind the other, make a round trip of 50 ms between two people, and 25 ms to a server. */
export const BROADBAND: Conditions = { delayMs: 12.5, lossPercent: 0, rateMbit: 100 };

/**
 * A line of the kernel's own, as quick as the machine: where one end has the conditions of the whole path, the other
 * costs nothing.
 */
export const WIRE = 'wire';

/** The kernel's queue before a link: longer than what the link holds, so that only the link drops. */
const QUEUE_PACKETS = 10_000;

export class Network {
  readonly internet: Namespace;
  /** For what the lab's programs need; made and removed by the caller. */
  readonly folder: string;
  private readonly path: string;
  private readonly namespaces: Namespace[];
  private sites = 0;

  private constructor(internet: Namespace, folder: string, path: string) {
    this.internet = internet;
    this.folder = folder;
    this.path = path;
    this.namespaces = [internet];
  }

  static async open(folder: string): Promise<Network> {
    const path = await buildPath(folder);
    const internet = await Namespace.open();
    await internet.shell(
      ...[APP_ADDRESS, RELAY_ADDRESS, STUN_ADDRESS, API_ADDRESS].map(
        (address) => `ip address add ${address}/32 dev lo`,
      ),
    );
    return new Network(internet, folder, path);
  }

  async addSite(nat: Nat, conditions: Conditions | typeof WIRE = BROADBAND): Promise<Site> {
    this.sites += 1;
    const [wan, subnet] = [`203.0.113.${this.sites}`, `${nat === 'open' ? '198.18' : '192.168'}.${this.sites}`];
    const port = `site${this.sites}`;
    const router = await this.addNamespace();
    const link =
      conditions === WIRE
        ? undefined
        : await Link.open(
            this.path,
            { namespace: router, device: 'wan' },
            { namespace: this.internet, device: port },
            conditions,
          );
    if (link === undefined) {
      await router.shell(
        `ip link add wan type veth peer name ${port} netns ${this.internet.pid}`,
        'echo 1 > /proc/sys/net/ipv4/conf/wan/proxy_arp',
      );
      await this.internet.shell(`echo 1 > /proc/sys/net/ipv4/conf/${port}/proxy_arp`);
    }
    await router.shell(
      'ip link add lan type bridge',
      `ip address add ${subnet}.1/24 dev lan`,
      'ip link set lan up',
      `ip address add ${wan}/32 dev wan`,
      `ip link set wan txqueuelen ${QUEUE_PACKETS} up`,
      'ip route add default dev wan',
    );
    await router.filter(rulesOf(nat));
    await this.internet.shell(
      `ip link set ${port} txqueuelen ${QUEUE_PACKETS} up`,
      `ip route add ${wan}/32 dev ${port}`,
      ...(nat === 'open' ? [`ip route add ${subnet}.0/24 dev ${port}`] : []),
    );
    return new Site(this, router, link, nat, { wan, subnet });
  }

  async addNamespace(): Promise<Namespace> {
    const namespace = await Namespace.open();
    this.namespaces.push(namespace);
    return namespace;
  }

  async close(): Promise<void> {
    await Promise.all(this.namespaces.map((namespace) => namespace.close()));
  }
}

/** One household or office: a router, its line, and the machines on its LAN. */
export class Site {
  readonly nat: Nat;
  /** Its public address; of an open site that of the router alone. */
  readonly wan: string;
  private readonly network: Network;
  private readonly router: Namespace;
  private readonly link: Link | undefined;
  private readonly subnet: string;
  private hosts = 1;

  constructor(
    network: Network,
    router: Namespace,
    link: Link | undefined,
    nat: Nat,
    { wan, subnet }: { readonly wan: string; readonly subnet: string },
  ) {
    this.network = network;
    this.router = router;
    this.link = link;
    this.subnet = subnet;
    this.nat = nat;
    this.wan = wan;
  }

  async addPeer(): Promise<Peer> {
    const namespace = await this.network.addNamespace();
    const port = `port${this.hosts}`;
    await this.router.shell(
      `ip link add ${port} type veth peer name eth0 netns ${namespace.pid}`,
      `ip link set ${port} master lan up`,
    );
    const peer = new Peer(this, namespace);
    await peer.join();
    return peer;
  }

  get gateway(): string {
    return `${this.subnet}.1`;
  }

  nextAddress(): string {
    this.hosts += 1;
    return `${this.subnet}.${this.hosts}`;
  }

  /** Nothing gets through, and nobody is told: the machines still have their addresses. */
  cut(): void {
    this.setConditions({ lossPercent: 100 });
  }

  restore(): void {
    this.setConditions({ lossPercent: 0 });
  }

  /** That have gone through its line, both ways. */
  async lineBytes(): Promise<number> {
    const [line] = JSON.parse(await this.router.shell('ip -json -statistics link show dev wan')) as [
      { stats64: Record<'rx' | 'tx', { bytes: number }> },
    ];
    return line.stats64.rx.bytes + line.stats64.tx.bytes;
  }

  /** What it has sent on its line, and what it was sent. */
  count(): Promise<{ readonly up: LineCount; readonly down: LineCount }> {
    if (this.link === undefined) throw new Error('a wire counts nothing');
    return this.link.count();
  }

  setConditions(conditions: Partial<Conditions>): void {
    if (this.link === undefined) throw new Error('a wire has no conditions');
    this.link.set(conditions);
  }
}

export class Peer {
  readonly site: Site;
  readonly namespace: Namespace;
  private current = '';

  constructor(site: Site, namespace: Namespace) {
    this.site = site;
    this.namespace = namespace;
  }

  get address(): string {
    return this.current;
  }

  /** As when a machine joins another network: the old address is gone, and so is what was bound to it. */
  async changeAddress(): Promise<void> {
    await this.leave();
    await this.join();
  }

  /** Out of reach of the network: no carrier, no address, no route. The browser is told. */
  async leave(): Promise<void> {
    await this.namespace.shell('ip link set eth0 down', 'ip address flush dev eth0');
  }

  /** Back, under an address that it did not have before. */
  async join(): Promise<void> {
    this.current = this.site.nextAddress();
    await this.namespace.shell(
      `ip address add ${this.current}/24 dev eth0`,
      'ip link set eth0 up',
      `ip route replace default via ${this.site.gateway}`,
    );
  }
}
