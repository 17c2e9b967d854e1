import { once } from 'node:events';
import { Socket, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { RealtimeReport } from '@tidemark/contracts';
import express, { type ErrorRequestHandler } from 'express';
import request from 'supertest';
import { setShareReader } from '../http/principal.js';
import { createLogger } from '../logger.js';
import { buildPageView, CHROME, startTestServer, type TestServer } from '../testing/index.js';
import { RealtimeFeed } from './realtime-feed.js';
import { createRealtimeRouter } from './routes.js';

let server: TestServer;
let siteId: number;
beforeAll(async () => {
  server = await startTestServer();
  ({ id: siteId } = await server.sites.save({ domain: 'example.com', name: 'Example', timezone: 'UTC' }));
});
afterAll(() => server.stop());

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const now = async (): Promise<RealtimeReport> => {
  await server.events.catchUp();
  return (await request(server.url).get('/api/metrics/realtime').expect(200)).body as RealtimeReport;
};

describe('what is happening now', () => {
  it('counts visitors of the last 5 minutes and page views of the last 30', async () => {
    await server.events.append([
      buildPageView({
        siteId,
        visitorId: 'a',
        sessionId: 'of-a',
        viewedAt: minutesAgo(2),
        pageUrl: 'https://example.com/a',
        country: 'DE',
        source: 'Google',
      }),
      buildPageView({
        siteId,
        visitorId: 'a',
        sessionId: 'of-a',
        viewedAt: minutesAgo(1),
        pageUrl: 'https://example.com/a',
        source: null,
      }),
      buildPageView({ siteId, visitorId: 'b', sessionId: 'of-b', viewedAt: minutesAgo(10), deviceType: 'mobile' }),
      buildPageView({ siteId, visitorId: 'c', sessionId: 'of-c', viewedAt: minutesAgo(40) }),
    ]);
    const report = await now();
    expect(report.active_visitors).toBe(1);
    expect(report.page_views_per_minute).toHaveLength(30);
    expect(report.page_views_per_minute.reduce((sum, { page_views }) => sum + page_views, 0)).toBe(3);
    expect(report.top_pages).toEqual([
      { page: 'example.com/a', page_views: 2 },
      { page: 'example.com/', page_views: 1 },
    ]);
    expect(report.sources).toEqual([
      { source: 'Google', page_views: 2 },
      { source: 'Direct', page_views: 1 },
    ]);
    expect(report.devices).toEqual([
      { device_type: 'desktop', page_views: 2 },
      { device_type: 'mobile', page_views: 1 },
    ]);
  });

  it('counts a visitor who is still reading a page opened long ago, also after a restart', async () => {
    const view = buildPageView({ siteId, visitorId: 'reader', viewedAt: minutesAgo(50), timeOnPage: 60 });
    await server.events.append([view]);
    const before = (await now()).active_visitors;
    await server.events.append([{ ...view, timeOnPage: 3_000 }]);
    expect((await now()).active_visitors).toBe(before + 1);
    await server.restart();
    expect((await now()).active_visitors).toBe(before + 1);
  });
});

describe('the stream', () => {
  it('tells of an accepted event by itself, and ends when its reader leaves', async () => {
    const abort = new AbortController();
    const response = await fetch(`${server.url}/api/metrics/realtime/stream?site=example.com`, {
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reports = readReports(response);
    const first = (await reports.next()).value as RealtimeReport;
    await request(server.url)
      .post('/api/track')
      .set('User-Agent', CHROME)
      .send({ page_url: 'https://example.com/fresh', visitor_id: 'fresh', session_id: 'fresh' })
      .expect(201);
    const second = (await reports.next()).value as RealtimeReport;
    expect(second.active_visitors).toBe(first.active_visitors + 1);
    expect(second.top_pages).toContainEqual({ page: 'example.com/fresh', page_views: 1 });
    abort.abort();
  });

  it('keeps nothing for a reader who left before anybody knew who that is', async () => {
    const { events, sites } = server;
    const feed = new RealtimeFeed({ events, logger: createLogger('silent'), now: () => new Date() });
    const readers = { identify: () => Promise.reject(new Error('is nobody')), recheckEveryMs: 60_000 };
    const client = new Socket();
    const app = express();
    app.use((_request, response, next) => {
      setShareReader(response, { siteIds: null });
      response.once('close', next);
      client.resetAndDestroy();
    });
    app.use(createRealtimeRouter({ readers, events, sites, feed, now: () => new Date() }));
    const outcome = new Promise<unknown>((resolve) => {
      jest.spyOn(feed, 'subscribe').mockImplementation(() => {
        resolve('is watching');
        return () => undefined;
      });
      app.use(((error, _request, _response, _next) => {
        resolve(error);
      }) satisfies ErrorRequestHandler);
    });
    const listener = app.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    client.connect((listener.address() as AddressInfo).port, '127.0.0.1');
    client.write('GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await outcome).toMatchObject({ code: 'unavailable' });
    listener.close();
  });

  it('of a site that does not exist is 404', async () => {
    await request(server.url).get('/api/metrics/realtime/stream?site=nowhere.example').expect(404);
  });
});

async function* readReports(response: Response): AsyncGenerator<RealtimeReport> {
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk);
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const message = text.slice(0, end);
      text = text.slice(end + 2);
      if (message.startsWith('data: ')) yield JSON.parse(message.slice(6)) as RealtimeReport;
    }
  }
}
