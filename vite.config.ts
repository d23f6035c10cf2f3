import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

interface Graph {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null;
}

/** Whether the first page needs it: it is imported, and not by import(), from the composition root. */
function isFirst(id: string, graph: Graph, seen = new Set<string>()): boolean {
  if (id.endsWith('/src/main.ts')) return true;
  seen.add(id);
  return graph.getModuleInfo(id)?.importers.some((importer) => !seen.has(importer) && isFirst(importer, graph, seen)) ?? false;
}

export default defineConfig({
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What the first page shares with parts loaded later would else be a dozen small files: each costs a question and an answer.
          groups: [{ name: (id, context) => (isFirst(id, context) ? 'shared' : null), minShareCount: 2 }],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/api': { target: 'http://127.0.0.1:8787', ws: true } },
  },
  plugins: [
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
