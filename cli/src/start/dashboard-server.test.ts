import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer,
  get,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDashboardApp } from './dashboard-server.js';

const token = 'shown-to-the-api';

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Asks with any headers and without unpacking what comes, as `fetch` wouldn't. */
async function askPlainly(
  url: string,
  headers: OutgoingHttpHeaders,
): Promise<{ headers: IncomingHttpHeaders; body: string }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers }, resolve).on('error', reject);
  });
  return { headers: answer.headers, body: await text(answer) };
}

describe('the dashboard server', () => {
  let folder: string;
  let api: Server;
  let dashboard: Server;
  let base: string;
  const optionsFor = (apiPort: number) => ({
    folder,
    trustProxy: undefined,
    api: { url: `http://127.0.0.1:${String(apiPort)}`, publicUrl: 'https://stats.example', token },
  });

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tidemark-dashboard-'));
    mkdirSync(path.join(folder, 'assets'));
    writeFileSync(path.join(folder, 'index.html'), '<div id="root"></div>');
    writeFileSync(path.join(folder, 'assets', 'main-abc123.js'), 'export {};');
    writeFileSync(path.join(folder, 'assets', 'main-abc123.js.br'), 'packed by brotli');
    writeFileSync(path.join(folder, 'assets', 'main-abc123.js.gz'), 'packed by gzip');
    // An API whose stream sends one event and stays open, and which otherwise says what it was asked.
    api = createServer((request, response) => {
      if (request.url === '/api/echo') {
        response.end(JSON.stringify(request.headers));
        return;
      }
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(`data: ${request.url ?? ''}\n\n`);
    });
    dashboard = createServer(createDashboardApp(optionsFor(await listen(api))));
    base = `http://127.0.0.1:${String(await listen(dashboard))}`;
  });

  afterAll(() => {
    for (const server of [api, dashboard]) {
      server.close();
      server.closeAllConnections();
    }
    rmSync(folder, { recursive: true });
  });

  it.each(['/', '/pages', '/deep/er', '/metrics'])('answers %s with the page, never cached', async (url) => {
    const response = await fetch(base + url);
    expect(await response.text()).toContain('id="root"');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
  });

  it('lets hashed assets be cached for ever, and answers 404 for those of another version', async () => {
    const found = await fetch(`${base}/assets/main-abc123.js`);
    expect(found.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${base}/assets/main-gone.js`)).status).toBe(404);
  });

  it.each([
    ['br, gzip', 'br', 'packed by brotli'],
    ['gzip', 'gzip', 'packed by gzip'],
    ['identity', null, 'export {};'],
  ])('hands out to who takes %s the form that the build made for it', async (taken, encoding, sent) => {
    const answer = await askPlainly(`${base}/assets/main-abc123.js`, { 'Accept-Encoding': taken });
    expect(answer.body).toBe(sent);
    expect(answer.headers).toMatchObject({
      vary: 'Accept-Encoding',
      'content-type': expect.stringContaining('javascript'),
      'cache-control': expect.stringContaining('immutable'),
    });
    expect(answer.headers['content-encoding'] ?? null).toBe(encoding);
  });

  it('tells the page where the API is', async () => {
    expect(await (await fetch(`${base}/config.json`)).json()).toEqual({
      api_url: 'https://stats.example',
    });
  });

  it.each<[string, OutgoingHttpHeaders]>([
    ['says of itself', {}],
    ['expects', { Expect: '100-continue' }],
  ])('tells the API who its client is, whatever the client %s', async (_what, more) => {
    const forged = {
      ...more,
      'X-Forwarded-For': '203.0.113.7',
      'X-Forwarded-Proto': 'https',
      'X-Tidemark-Dashboard': 'guessed',
    };
    const ask = async (origin: string) =>
      JSON.parse((await askPlainly(`${origin}/api/echo`, forged)).body) as IncomingHttpHeaders;
    expect(await ask(base)).toMatchObject({
      'x-forwarded-for': expect.stringMatching(/127\.0\.0\.1$/),
      'x-forwarded-proto': 'http',
      'x-tidemark-dashboard': token,
    });
    const { port } = api.address() as AddressInfo;
    const behindProxy = createServer(createDashboardApp({ ...optionsFor(port), trustProxy: 1 }));
    const seen = await ask(`http://127.0.0.1:${String(await listen(behindProxy))}`);
    behindProxy.close();
    behindProxy.closeAllConnections();
    expect(seen).toMatchObject({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' });
  });

  it('passes an event of a stream on while the stream is open', async () => {
    const stop = new AbortController();
    const response = await fetch(`${base}/api/metrics/realtime/stream?site=1`, { signal: stop.signal });
    const chunk = await response.body?.getReader().read();
    expect(Buffer.from(chunk?.value as Uint8Array).toString()).toBe('data: /api/metrics/realtime/stream?site=1\n\n');
    stop.abort();
  });

  it('answers 502 as a problem when the API is down', async () => {
    const lonely = createServer(createDashboardApp(optionsFor(1)));
    const response = await fetch(`http://127.0.0.1:${String(await listen(lonely))}/api/ready`);
    lonely.close();
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    await response.arrayBuffer();
  });
});
