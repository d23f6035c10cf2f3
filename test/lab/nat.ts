/** The networks that people sit in, as rules of the router (nft(8)). */

export const NATS = ['open', 'cone', 'symmetric', 'udp-blocked', 'only443'] as const;

/**
 * - open: a public address on the machine itself, no filter
 * - cone: the same public port for every destination; only who was sent to can answer (port restricted, RFC 3489)
 * - symmetric: another public port for every destination (endpoint-dependent mapping, RFC 4787), and a random one
 * - udp-blocked: TCP alone
 * - only443: TCP to port 443 alone, as behind a strict company's firewall
 */
export type Nat = (typeof NATS)[number];

const MASQUERADE: Readonly<Record<Exclude<Nat, 'open'>, string>> = {
  cone: 'masquerade',
  symmetric: 'masquerade fully-random',
  'udp-blocked': 'masquerade',
  only443: 'masquerade',
};

const OUTWARD: Readonly<Record<Exclude<Nat, 'open'>, string>> = {
  cone: 'accept',
  symmetric: 'accept',
  'udp-blocked': 'meta l4proto tcp accept',
  only443: 'tcp dport 443 accept',
};

/**
 * Rules of a router between the interfaces "lan" and "wan"; none for open.
 *
 * What comes unasked is dropped in `input`, as home routers do. Were it accepted, it would leave entries of its own in
 * the connection table that take the port from the mapping about to be made, and hole punching would fail now and then.
 */
export function rulesOf(nat: Nat): string {
  if (nat === 'open') return '';
  return `
    table ip router {
      chain input {
        type filter hook input priority filter
        iifname "wan" ct state established,related accept
        iifname "wan" drop
      }
      chain forward {
        type filter hook forward priority filter; policy drop
        ct state established,related accept
        iifname "lan" oifname "lan" accept comment "bridged packets pass here where br_netfilter is on"
        iifname "lan" oifname "wan" ${OUTWARD[nat]}
      }
      chain postrouting {
        type nat hook postrouting priority srcnat
        oifname "wan" ${MASQUERADE[nat]}
      }
    }`;
}
