import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `vite dev` stands in for the dashboard server: it proxies the API, so pages always call their own origin. */
export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: { host: '127.0.0.1', port: 3000, proxy: { '/api': 'http://127.0.0.1:8000' } },
  // Nothing may be inlined as a data: address or an inline script: the page is to live under a strict content security policy.
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, sourcemap: false },
});
