import { createHash } from 'node:crypto';

import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

interface Graph {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null;
}

/**
 * The way in is one for the eyes and one for the bytes: what is behind both is there at the first load, in a file each.
 * What runs a room is a third one: a link asks for it, and who is about to send.
 */
const ENTRIES = {
  core: '/src/main.ts',
  page: '/src/ui/app/beam-app.ts',
  room: '/src/main/receiver.ts',
} as const;

/** The room's as well: every host says whether guests may link. */
const GUESTS = '/src/room/guest-links.ts';

/**
 * What comes behind these on the way from a link to the first byte: what stores and saves is one file, and what is drawn
 * of a share is one.
 */
const LATER = {
  landing: ['/src/files/fetch/landing.ts', '/src/storage/browser-sinks.ts'],
  share: ['/src/ui/room/beam-receiver.ts', '/src/ui/app/room-watch.ts'],
} as const;

/** Whether it is imported, and not by import(), from an entry. */
function isBehind(entry: string, id: string, graph: Graph, seen = new Set<string>()): boolean {
  if (id.endsWith(entry)) return true;
  seen.add(id);
  return (
    graph
      .getModuleInfo(id)
      ?.importers.some((importer) => !seen.has(importer) && isBehind(entry, importer, graph, seen)) ?? false
  );
}

/** None of the three waits for another one but the core, which comes first. */
function fileOf(id: string, graph: Graph): keyof typeof ENTRIES | null {
  if (isBehind(ENTRIES.core, id, graph)) return 'core';
  const [isOfPage, isOfRoom] = [
    isBehind(ENTRIES.page, id, graph),
    [ENTRIES.room, GUESTS].some((entry) => isBehind(entry, id, graph)),
  ];
  if (isOfPage && isOfRoom) return 'core';
  return isOfPage ? 'page' : isOfRoom ? 'room' : null;
}

/** Of what is in none of the three. */
const laterFileOf = (id: string, graph: Graph): string | null =>
  Object.entries(LATER).find(([, entries]) => entries.some((entry) => isBehind(entry, id, graph)))?.[0] ?? null;

/**
 * The page and the room are loaded by import(), so that what looks for the sender runs first; and fetched with the core.
 * The room is fetched only where the address has a link: no server learns that, so a script of a few words looks.
 */
function preload(): Plugin {
  let ahead = { fileName: '', source: '' };
  return {
    name: 'preload',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((part) => part.type === 'chunk');
        const chunkOf = (entry: string) => chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(entry)));
        const [page, room] = [chunkOf(ENTRIES.page), chunkOf(ENTRIES.room)];
        if (page === undefined || room === undefined) return [];
        const source = roomAhead(`/${room.fileName}`);
        const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8);
        ahead = { fileName: `assets/ahead-${hash}.js`, source };
        const script = {
          tag: 'script',
          attrs: { async: true, fetchpriority: 'high', src: `/${ahead.fileName}` },
          injectTo: 'head',
        } as const;
        const files = [page.fileName, ...page.imports].filter((file) => !html.includes(file));
        const links = files.map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          injectTo: 'head' as const,
        }));
        return [script, ...links];
      },
    },
    generateBundle: {
      order: 'post',
      handler() {
        if (ahead.source !== '') this.emitFile({ type: 'asset', ...ahead });
      },
    },
  };
}

const roomAhead = (href: string): string => `if (location.hash.length > 1) {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'modulepreload', crossOrigin: '', href: '${href}' });
  document.head.append(link);
}
`;

export default defineConfig({
  build: {
    target: 'es2022',
    // What is loaded later needs little besides: telling the browser of that ahead would cost the first load more than
    // it saves.
    modulePreload: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What the first page shares with parts loaded later would else be a dozen small files: each costs a question
          // and an answer.
          groups: [
            { debugName: 'first load', name: fileOf, priority: 1 },
            { debugName: 'a link', name: laterFileOf },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/api': { target: 'http://127.0.0.1:8787', ws: true } },
  },
  plugins: [
    preload(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'sw.ts',
      injectRegister: false,
      // The pictures that systems show of an installed app are not needed without a network.
      includeManifestIcons: false,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,webmanifest}'],
        rollupFormat: 'iife', // a classic script: service workers as modules came late (Firefox 147)
      },
      manifest: {
        id: '/',
        name: 'Beamline',
        short_name: 'Beamline',
        description: 'Drop a file, share a link; the bytes go straight from one browser to the other.',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#0e2b30',
        theme_color: '#0e2b30',
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
});
