import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import request from 'supertest';
import { createLogger } from '../../logger.js';
import { buildPageView, CHROME, startTestServer, type TestServer } from '../../testing/index.js';
import { createTelemetry } from './telemetry.js';

const TOKEN = 'a-token-of-more-than-thirty-two-characters';
const DAY_MS = 86_400_000;

let server: TestServer;
let siteId: number;
beforeAll(async () => {
  server = await startTestServer({ hasJobs: true, config: { metricsToken: TOKEN } });
  ({ id: siteId } = await server.sites.save({ domain: 'example.com', name: 'Example' }));
});
afterAll(() => server.stop());

const read = async (): Promise<string> => (await request(server.url).get('/metrics').expect(200)).text;
/** The value of a series, as it's written; undefined: it isn't there. */
const valueOf = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1).replace('Nan', 'NaN'));
};
const requests = (labels: string) => `tidemark_http_request_duration_seconds_count{${labels}}`;
const track = (body: object, agent = CHROME) =>
  request(server.url).post('/api/track').set('User-Agent', agent).send(body);
async function until(series: string, isRight: (value: number | undefined) => boolean): Promise<void> {
  while (!isRight(valueOf(await read(), series)));
}

describe('metrics', () => {
  it('are in the format of Prometheus, with those of the process', async () => {
    const response = await request(server.url).get('/metrics').expect(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
    for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds', 'tidemark_build_info'])
      expect(response.text).toContain(`# TYPE ${name} gauge`);
    expect(valueOf(response.text, 'tidemark_database_up')).toBe(1);
    // Each series once: Prometheus refuses a page that names one twice.
    const names = response.text.split('\n').filter((line) => line.startsWith('# TYPE '));
    expect(new Set(names).size).toBe(names.length);
  });

  it('count requests by what the OpenAPI document calls them, and nothing of what was sent', async () => {
    const secret = `secret-${randomUUID()}`;
    await request(server.url).get(`/api/sites/${siteId}`).expect(200);
    await request(server.url).get(`/API/Sites/${secret}/?${secret}=1`).expect(404);
    await request(server.url).get(`/${secret}`).expect(404);
    await request(server.url).delete(`/api/privacy/visitors/${secret}`).expect(200);
    const text = await read();
    expect(valueOf(text, requests('method="GET",route="/api/sites/{id}",status="200"'))).toBe(1);
    expect(valueOf(text, requests('method="GET",route="/api/sites/{id}",status="404"'))).toBe(1);
    expect(valueOf(text, requests('method="GET",route="other",status="404"'))).toBe(1);
    expect(valueOf(text, requests('method="DELETE",route="/api/privacy/visitors/{visitor_id}",status="200"'))).toBe(1);
    expect(text).not.toContain(secret);
  });

  it('count events that were accepted, known, left out and refused', async () => {
    const event = {
      page_url: 'https://example.com/some-page',
      visitor_id: 'somebody',
      session_id: 's',
      event_id: randomUUID(),
    };
    await track(event).expect(201);
    await track(event).expect(201);
    await track(event, 'Googlebot/2.1 (+http://www.google.com/bot.html)').expect(202);
    await track({ page_url: 'nonsense' }).expect(400);
    const text = await read();
    expect(valueOf(text, 'tidemark_events_accepted_total')).toBe(1);
    expect(valueOf(text, 'tidemark_events_duplicate_total')).toBe(1);
    expect(valueOf(text, 'tidemark_events_ignored_total{reason="bot"}')).toBe(1);
    expect(valueOf(text, 'tidemark_events_ignored_total{reason="refused"}')).toBe(0);
    expect(valueOf(text, 'tidemark_event_requests_refused_total{reason="invalid"}')).toBe(1);
    expect(valueOf(text, 'tidemark_events_queued')).toBe(0);
    expect(valueOf(text, 'tidemark_events_writer_up')).toBe(1);
    expect(valueOf(text, requests('method="POST",route="/api/track",status="201"'))).toBe(2);
    expect(text).not.toMatch(/somebody|some-page|127\.0\.0\.1/);
  });

  it('tell of the daily figures, the archive and the queue', async () => {
    await server.events.append([buildPageView({ siteId, viewedAt: new Date(Date.now() - 3 * DAY_MS) })]);
    await server.settle();
    await server.events.closeDays();
    await server.enqueue!('sweep-archive', {});
    await until('tidemark_job_runs_total{job="sweep-archive",outcome="succeeded"}', (runs = 0) => runs >= 1);
    const text = await read();
    expect(valueOf(text, 'tidemark_archive_days')).toBe(1);
    expect(valueOf(text, 'tidemark_archive_rows')).toBe(1);
    expect(valueOf(text, 'tidemark_archive_bytes')).toBeGreaterThan(0);
    expect(valueOf(text, 'tidemark_archive_lost_files')).toBe(0);
    expect(valueOf(text, 'tidemark_rollup_waiting_changes')).toBe(0);
    expect(valueOf(text, 'tidemark_rollup_lag_seconds')).toBe(0);
    expect(valueOf(text, 'tidemark_jobs{job="sweep-archive",state="failed"}')).toBe(0);
  });

  it('tell how old the newest forecast is, of those that there are', async () => {
    const { pool } = server.database;
    expect(valueOf(await read(), 'tidemark_forecast_age_seconds{metric="sessions"}')).toBeUndefined();
    const issue = (origin: string, hoursAgo: number) =>
      pool.query(
        `INSERT INTO predictions (site_id, metric_name, origin, revision, horizon, predicted_date, predicted_value, lower_80,
           upper_80, lower_90, upper_90, lower_95, upper_95, confidence_interval, model_version, model_kind, created_at)
         VALUES ($1, 'sessions', $2, 1, 1, $2::date + 1, 1, 1, 1, 1, 1, 1, 1, 0, 'v', 'k', now() - make_interval(hours => $3))`,
        [siteId, origin, hoursAgo],
      );
    await issue('2026-01-01', 50);
    await issue('2026-01-02', 26);
    const text = await read();
    const age = valueOf(text, 'tidemark_forecast_age_seconds{metric="sessions"}')!;
    expect(Math.floor(age / 3_600)).toBe(26);
    expect(valueOf(text, 'tidemark_forecast_age_seconds{metric="page_visits"}')).toBeUndefined();
  });

  it('say that the database is away, and go on', async () => {
    const pool = { query: () => Promise.reject(new Error('gone')) } as unknown as Pool;
    const { events, ingest } = server;
    const away = createTelemetry({
      pool,
      events: { ...events, archiveTotals: () => Promise.reject(new Error('gone')) },
      ingest,
      logger: createLogger('silent'),
      now: () => new Date(),
    });
    const text = await away.render();
    expect(valueOf(text, 'tidemark_database_up')).toBe(0);
    expect(valueOf(text, 'tidemark_archive_days')).toBeNaN();
    expect(valueOf(text, 'tidemark_events_accepted_total')).toBeGreaterThan(0);
  });

  it('are for programs on this machine, or with the token', async () => {
    const forwarded = () => request(server.url).get('/metrics').set('X-Forwarded-For', '127.0.0.1');
    const refused = await forwarded().expect(401);
    expect(refused.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'www-authenticate': 'Bearer',
    });
    expect(refused.text).not.toContain('tidemark_');
    await forwarded().set('Authorization', `Bearer ${TOKEN}`).expect(200);
    await forwarded()
      .set('Authorization', `Bearer ${TOKEN.slice(1)}`)
      .expect(401);
    await request(server.url).get('/metrics').set('Host', 'evil.example').expect(401);
  });

  it('are read only', async () => {
    const refused = await request(server.url).post('/metrics').send({}).expect(405);
    expect(refused.headers['allow']).toBe('GET, HEAD');
    expect((await request(server.url).head('/metrics').expect(200)).text).toBeFalsy();
  });
});
