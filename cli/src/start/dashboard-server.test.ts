import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDashboardApp } from './dashboard-server.js';

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('the dashboard server', () => {
  let folder: string;
  let api: Server;
  let dashboard: Server;
  let base: string;
  let apiPort: number;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tidemark-dashboard-'));
    mkdirSync(path.join(folder, 'assets'));
    writeFileSync(path.join(folder, 'index.html'), '<div id="root"></div>');
    writeFileSync(path.join(folder, 'assets', 'main-abc123.js'), 'export {};');
    // An API whose stream sends one event and stays open.
    api = createServer((request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(`data: ${request.url ?? ''}\n\n`);
    });
    apiPort = await listen(api);
    dashboard = createServer(createDashboardApp({ folder, port: 0, apiPort }));
    base = `http://127.0.0.1:${String(await listen(dashboard))}`;
  });

  afterAll(() => {
    for (const server of [api, dashboard]) {
      server.close();
      server.closeAllConnections();
    }
    rmSync(folder, { recursive: true });
  });

  it.each(['/', '/pages', '/deep/er'])('answers %s with the page, never cached', async (url) => {
    const response = await fetch(base + url);
    expect(await response.text()).toContain('id="root"');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('lets hashed assets be cached for ever, and answers 404 for those of another version', async () => {
    const found = await fetch(`${base}/assets/main-abc123.js`);
    expect(found.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${base}/assets/main-gone.js`)).status).toBe(404);
  });

  it('tells the page where the API is', async () => {
    expect(await (await fetch(`${base}/config.json`)).json()).toEqual({
      api_url: `http://localhost:${String(apiPort)}`,
    });
  });

  it('passes an event of a stream on while the stream is open', async () => {
    const stop = new AbortController();
    const response = await fetch(`${base}/api/metrics/realtime/stream?site=1`, { signal: stop.signal });
    const chunk = await response.body?.getReader().read();
    expect(Buffer.from(chunk?.value as Uint8Array).toString()).toBe('data: /api/metrics/realtime/stream?site=1\n\n');
    stop.abort();
  });

  it('answers 502 as a problem when the API is down', async () => {
    const lonely = createServer(createDashboardApp({ folder, port: 0, apiPort: 1 }));
    const response = await fetch(`http://127.0.0.1:${String(await listen(lonely))}/api/ready`);
    lonely.close();
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    await response.arrayBuffer();
  });
});
