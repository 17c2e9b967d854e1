import { afterEach, describe, expect, it } from '@jest/globals';
import { CHROME, startTestServer, type TestServer } from '../testing/index.js';

let server: TestServer;
afterEach(() => server.stop());

function track(): Promise<Response> {
  return fetch(`${server.url}/api/track`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': CHROME },
    body: JSON.stringify({ page_url: 'https://example.com/', visitor_id: 'v', session_id: 's' }),
  });
}

describe('the limits of reading', () => {
  it('answer a report that takes too long with 503 and when to come back, while the rest goes on', async () => {
    server = await startTestServer({ analytics: { timeLimitMs: 1 } });
    expect((await track()).status).toBe(201);
    const report = await fetch(`${server.url}/api/metrics/pages?site=example.com`);
    expect([report.status, report.headers.get('retry-after')]).toEqual([503, '10']);
    expect(report.headers.get('content-type')).toContain('application/problem+json');
    expect(await report.json()).toMatchObject({ status: 503, detail: expect.stringContaining('Ask for fewer days') });
    expect((await fetch(`${server.url}/api/sites`)).status).toBe(200);
    expect((await track()).status).toBe(201);
  });

  it('never keep events waiting: they have connections of their own', async () => {
    server = await startTestServer();
    expect((await track()).status).toBe(201);
    await server.settle();
    const { pool } = server.database;
    const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    try {
      expect((await track()).status).toBe(201);
    } finally {
      for (const client of held) client.release();
    }
  });
});
