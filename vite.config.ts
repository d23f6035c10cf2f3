import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

interface Graph {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null;
}

/**
 * The way in is one for the eyes and one for the bytes: what is behind both is there at the first load, in a file each.
 */
const ENTRIES = { core: '/src/main.ts', page: '/src/ui/app/beam-app.ts' } as const;

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

/** The page is loaded by import(), so that what looks for the sender runs first; and fetched with everything else. */
const preloadPage: Plugin = {
  name: 'preload-page',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((part) => part.type === 'chunk');
      const page = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(ENTRIES.page)));
      const files = page === undefined ? [] : [page.fileName, ...page.imports].filter((file) => !html.includes(file));
      return files.map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
        injectTo: 'head',
      }));
    },
  },
};

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
            {
              debugName: 'first load',
              name: (id, context) =>
                isBehind(ENTRIES.core, id, context) ? 'core' : isBehind(ENTRIES.page, id, context) ? 'page' : null,
            },
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
    preloadPage,
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
