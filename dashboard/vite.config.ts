import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const packers = { '.br': promisify(brotliCompress), '.gz': promisify(gzip) };

/** Puts packed forms beside scripts and styles: the server hands them out to browsers that take them. */
function packAssets(): Plugin {
  return {
    name: 'pack-assets',
    apply: 'build',
    async writeBundle({ dir = 'dist' }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file))) {
        const file = bundle[name];
        const content = file?.type === 'chunk' ? file.code : file?.source;
        if (content === undefined) continue;
        for (const [ending, pack] of Object.entries(packers))
          await writeFile(path.join(dir, name + ending), await pack(content));
      }
    },
  };
}

/** `vite dev` stands in for the dashboard server: it proxies the API, so pages always call their own origin. */
export default defineConfig({
  plugins: [react(), tailwindcss(), packAssets()],
  server: { host: '127.0.0.1', port: 3000, proxy: { '/api': 'http://127.0.0.1:8000' } },
  // Nothing may be inlined as a data: address or an inline script: the page is to live under a strict content security policy.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // What the first view needs comes in two files, not in thirty: the libraries, which stay the same over updates, and the rest.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules/, priority: 1 },
            { name: 'app', tags: ['$initial'] },
          ],
        },
      },
    },
  },
});
