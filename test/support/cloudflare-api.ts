/**
 * A double of Cloudflare's TURN API. It runs in Node, outside workerd's network (vitest.config.ts). The key id says how
 * it behaves.
 */

/** The servers of the documentation's example, with port 53. */
export const ANSWER = {
  iceServers: [
    { urls: ['stun:stun.cloudflare.com:3478', 'stun:stun.cloudflare.com:53'] },
    {
      urls: [
        'turn:turn.cloudflare.com:53?transport=udp',
        'turn:turn.cloudflare.com:3478?transport=udp',
        'turn:turn.cloudflare.com:3478?transport=tcp',
        'turn:turn.cloudflare.com:80?transport=tcp',
        'turns:turn.cloudflare.com:5349?transport=tcp',
        'turns:turn.cloudflare.com:443?transport=tcp',
      ],
      username: 'u'.repeat(96),
      credential: 'c'.repeat(64),
    },
  ],
};

export const TOKEN = 'token-of-the-key';

/** The API's answer for the key of that name; `late` and `never` are slow. */
const BODIES: Record<string, () => Response | Promise<Response>> = {
  good: () => Response.json(ANSWER, { status: 201 }),
  late: () => wait(2000).then(() => Response.json(ANSWER, { status: 201 })),
  never: () => wait(10_000).then(() => Response.json(ANSWER, { status: 201 })),
  error: () => new Response('{"errors":[{"code":500}]}', { status: 500 }),
  unauthorized: () => new Response('{}', { status: 401 }),
  redirect: () => Response.redirect('https://evil.test/', 307),
  html: () => new Response('<!doctype html>', { status: 200 }),
  empty: () => new Response('', { status: 201 }),
  endless: () => new Response('['.repeat(1_000_000), { status: 201 }),
  hostile: () =>
    Response.json(
      {
        iceServers: [
          { urls: ['javascript:alert(1)', 'turn:x:53', 'turn:y?transport=sctp'], username: 'u', credential: 'c' },
        ],
      },
      { status: 201 },
    ),
  numbers: () =>
    Response.json({ iceServers: [{ urls: ['turn:turn.test'], username: 1, credential: 2 }] }, { status: 201 }),
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function cloudflareApi(request: {
  url: string;
  method: string;
  headers: { get(name: string): string | null };
  json(): Promise<unknown>;
}): Promise<Response> {
  const key =
    /^https:\/\/rtc\.live\.cloudflare\.com\/v1\/turn\/keys\/([^/]+)\/credentials\/generate-ice-servers$/.exec(
      request.url,
    )?.[1] ?? '';
  const ttl = ((await request.json()) as { ttl?: unknown }).ttl;
  const isAsked =
    request.method === 'POST' && request.headers.get('Authorization') === `Bearer ${TOKEN}` && Number.isInteger(ttl);
  return isAsked && key in BODIES ? (BODIES[key] as () => Response)() : new Response('not the API', { status: 404 });
}
