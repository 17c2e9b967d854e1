import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  AuditList,
  MarkedDaysList,
  Problem,
  Recommendation,
  RecommendationList,
  TrackRecord,
} from '@tidemark/contracts';
import request from 'supertest';
import { addDays } from '../domain/period.js';
import { createTestLogger, until } from '../jobs/testing/test-queue.js';
import { buildTraffic, writeDays } from '../predictions/testing/daily-traffic.js';
import { buildPageView, startTestServer, type TestServer } from '../testing/index.js';
import { MISSED_RUNS } from './cards/plan-cards.js';
import { readObservations } from './observations/read-observations.js';
import { recommendSites } from './recommend-sites.js';
import { recommend } from './recommend.js';
import { buildFinding } from './testing/build-finding.js';
import type { Finding } from './detectors/finding.js';

const TODAY = '2025-08-20';
const YESTERDAY = '2025-08-19';
const { logger, lines } = createTestLogger();
let server: TestServer;
let now = new Date();
let found: Finding[] = [];
const find = () => found;
beforeAll(async () => {
  // Without jobs: they would look when they like.
  server = await startTestServer({ now: () => now, find });
});
afterAll(() => server.stop());
let sites = 0;
let siteId: number;
let domain: string;
beforeEach(async () => {
  now = new Date(`${TODAY}T10:00:00Z`);
  found = [buildFinding()];
  lines.length = 0;
  for (const { id } of await server.sites.list()) await server.sites.remove(id);
  sites += 1;
  domain = `s${sites}.example`;
  ({ id: siteId } = await server.sites.save({ domain, name: domain }));
  await server.events.append([buildPageView({ siteId, viewedAt: new Date('2025-04-01T12:00:00Z') })]);
  await server.settle();
});

const api = () => request(server.url);
const deps = () => ({
  pool: server.database.pool,
  events: server.events,
  sites: server.sites,
  find,
  now: () => now,
  isForecasting: false,
});
const run = async (options: { isDryRun?: boolean } = {}) => {
  const site = await server.sites.find(domain);
  if (!site) throw new Error('the site is gone');
  return recommend(deps(), site, options);
};
const nextDay = (days = 1) => {
  now = new Date(now.getTime() + days * 86_400_000);
};
const list = async (query = '') =>
  (await api().get(`/api/recommendations?site=${domain}${query}`).expect(200)).body as RecommendationList;
const only = async (query = ''): Promise<Recommendation> => {
  const { data } = await list(query);
  expect(data).toHaveLength(1);
  return data[0]!;
};
const put = (id: number, status: string) => api().put(`/api/recommendations/${id}/status`).send({ status });

describe('a tracking outage', () => {
  const outage = (days: [string, string], title = 'Nothing was counted for 9 hours') =>
    buildFinding({
      type: 'tracking_outage',
      key: `${days[0]}T15:00`,
      title,
      target: null,
      evidence: { ...buildFinding().evidence, period: { start_date: days[0], end_date: days[1] } },
    });
  const marks = async () =>
    ((await api().get(`/api/sites/${siteId}/marked-days`).expect(200)).body as MarkedDaysList).data;
  const spans = async () => (await marks()).map((mark) => [mark.start_date, mark.end_date, mark.source]);

  it('has its days left out of forecasts, once, and more of them as it lasts', async () => {
    found = [outage([YESTERDAY, YESTERDAY])];
    expect((await run()).hasMarkedDays).toBe(true);
    expect((await run()).hasMarkedDays).toBe(false);
    expect(await marks()).toMatchObject([
      { start_date: YESTERDAY, end_date: YESTERDAY, source: 'gap', reason: 'Nothing was counted for 9 hours' },
    ]);
    nextDay();
    found = [outage([YESTERDAY, TODAY])];
    await run();
    expect(await spans()).toEqual([
      [YESTERDAY, YESTERDAY, 'gap'],
      [TODAY, TODAY, 'gap'],
    ]);
  });

  it('leaves unmarked what the owner unmarks', async () => {
    found = [outage([YESTERDAY, YESTERDAY])];
    await run();
    const [mark] = await marks();
    await api().delete(`/api/sites/${siteId}/marked-days/${mark!.id}`).expect(204);
    nextDay();
    await run();
    expect(await marks()).toEqual([]);
  });

  it('that is dismissed counts again, until that is taken back', async () => {
    found = [outage([YESTERDAY, YESTERDAY])];
    await run();
    const { id } = await only();
    await put(id, 'dismissed').expect(200);
    expect(await marks()).toEqual([]);
    await put(id, 'pending').expect(200);
    await put(id, 'accepted').expect(200);
    expect(await spans()).toEqual([[YESTERDAY, YESTERDAY, 'gap']]);
  });

  it('is looked for again on the next day, though its days are marked', async () => {
    found = [outage([YESTERDAY, YESTERDAY])];
    await run();
    const site = await server.sites.find(domain);
    const read = () => readObservations(deps(), site!, { lastDay: YESTERDAY });
    expect((await read())?.isLeftOut.at(-1)).toBe(false);
    await api()
      .post(`/api/sites/${siteId}/marked-days`)
      .send({ start_date: YESTERDAY, reason: 'a campaign' })
      .expect(201);
    expect((await read())?.isLeftOut.at(-1)).toBe(true);
  });
});

describe('a recommendation', () => {
  it('is kept with its evidence, and found by its id', async () => {
    expect(await run()).toMatchObject({
      date: YESTERDAY,
      changes: { added: 1, renewed: 0, reopened: 0, expired: 0 },
      receipts: 0,
    });
    const card = await only();
    const { evidence, impact, target, title, description, priority, type } = buildFinding();
    expect(card).toEqual({
      id: expect.any(Number),
      site: domain,
      type,
      title,
      description,
      priority,
      status: 'pending',
      data: { version: 1, evidence, expected_impact: impact, target },
      first_seen: YESTERDAY,
      last_seen: YESTERDAY,
      accepted_at: null,
      decided_at: null,
      receipt_due: null,
      receipt: null,
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    });
    expect((await api().get(`/api/recommendations/${card.id}`).expect(200)).body).toEqual(card);
    expect((await list()).last_run).toEqual({ date: YESTERDAY, finished_at: now.toISOString(), findings: 1 });
    expect((await list()).next_run_after).toBe('2025-08-21T00:00:00.000Z');
  });

  it('is one card however often it is found, also by two at once, and says what it says now', async () => {
    await Promise.all([run(), run(), run()]);
    const first = await only();
    nextDay();
    found = [buildFinding({ title: 'example.com/pricing loses more visits', priority: 1 })];
    await run();
    expect(await only()).toEqual({
      ...first,
      title: 'example.com/pricing loses more visits',
      priority: 1,
      last_seen: TODAY,
      updated_at: now.toISOString(),
    });
  });

  it('is not touched by a second run on the same day', async () => {
    await run();
    const before = await only();
    now = new Date(now.getTime() + 3_600_000);
    expect((await run()).changes).toEqual({ added: 0, renewed: 1, reopened: 0, expired: 0 });
    expect(await only()).toEqual(before);
  });

  it('expires after seven runs without it, and comes back as the same card', async () => {
    await run();
    const { id } = await only();
    found = [];
    for (let runs = 0; runs < MISSED_RUNS; runs++) {
      expect((await list()).data).toHaveLength(1);
      nextDay();
      await run();
      await run();
    }
    expect((await list()).data).toEqual([]);
    expect(await only('&status=expired')).toMatchObject({ id, status: 'expired' });
    await put(id, 'pending').expect(409);
    found = [buildFinding()];
    nextDay();
    expect((await run()).changes).toMatchObject({ added: 0, reopened: 1 });
    expect(await only()).toMatchObject({ id, status: 'pending' });
  });

  it('stays dismissed until it clearly grows', async () => {
    await run();
    const { id } = await only();
    await put(id, 'dismissed').expect(200);
    nextDay();
    await run();
    expect(await only()).toMatchObject({ id, status: 'dismissed', last_seen: TODAY });
    const { evidence } = buildFinding();
    found = [buildFinding({ evidence: { ...evidence, observed: 300 } })];
    nextDay();
    await run();
    expect(await only()).toMatchObject({ id, status: 'pending', decided_at: null });
  });

  it('is not kept by a dry run', async () => {
    expect(await run({ isDryRun: true })).toMatchObject({ findings: found, changes: null });
    expect(await list()).toMatchObject({ data: [], last_run: null });
  });

  it('is listed by priority, then by what it may bring, by status and type', async () => {
    const impact = (score: number) => ({ ...buildFinding().impact, score });
    found = [
      buildFinding({ key: 'a', priority: 3 }),
      buildFinding({ key: 'b', priority: 1, impact: impact(10) }),
      buildFinding({ key: 'c', priority: 1, impact: impact(20), type: 'not_found' }),
    ];
    await run();
    const keys = async (query: string) =>
      (await list(query)).data.map(({ priority, data }) => [priority, data.expected_impact.score]);
    expect(await keys('')).toEqual([
      [1, 20],
      [1, 10],
      [3, 94.5],
    ]);
    expect(await keys('&type=not_found')).toEqual([[1, 20]]);
    expect(await keys('&limit=2')).toHaveLength(2);
    expect(await keys('&status=accepted')).toEqual([]);
    await api().get(`/api/recommendations?site=${domain}&status=done`).expect(400);
    await api().get(`/api/recommendations?site=${domain}&type=magic`).expect(400);
  });

  it('is hidden where it is none', async () => {
    await api().get('/api/recommendations/999999').expect(404);
    await api().get('/api/recommendations/x').expect(400);
    await put(999_999, 'accepted').expect(404);
  });
});

describe('a decision', () => {
  const statuses = ['pending', 'accepted', 'completed', 'dismissed'] as const;
  const allowed: Record<string, string[]> = {
    pending: ['accepted', 'dismissed'],
    accepted: ['completed', 'dismissed', 'pending'],
    completed: ['accepted'],
    dismissed: ['pending'],
  };
  const ways: Record<string, string[]> = {
    pending: [],
    accepted: ['accepted'],
    completed: ['accepted', 'completed'],
    dismissed: ['dismissed'],
  };

  it.each(statuses.flatMap((from) => statuses.map((to) => [from, to] as const)))(
    'leads from %s to %s, or not',
    async (from, to) => {
      await run();
      const { id } = await only();
      for (const status of ways[from] ?? []) await put(id, status).expect(200);
      const isAllowed = from === to || allowed[from]?.includes(to) === true;
      const { body } = await put(id, to).expect(isAllowed ? 200 : 409);
      expect((await only()).status).toBe(isAllowed ? to : from);
      if (!isAllowed) expect((body as Problem).detail).toContain(`What is ${from} can't become ${to}.`);
    },
  );

  it('says when it was made, until it is taken back, and who made it is written down', async () => {
    await run();
    const { id } = await only();
    expect((await put(id, 'accepted').expect(200)).body).toMatchObject({
      accepted_at: now.toISOString(),
      decided_at: now.toISOString(),
      receipt_due: '2025-09-04',
    });
    expect((await put(id, 'pending').expect(200)).body).toMatchObject({ accepted_at: null, receipt_due: null });
    const audit = (await api().get('/api/audit').expect(200)).body as AuditList;
    expect(audit.data.filter(({ action }) => action === 'recommendation_decided').slice(0, 2)).toMatchObject([
      { site_id: siteId, details: { recommendation_id: id, status: 'pending', status_before: 'accepted' } },
      { site_id: siteId, details: { recommendation_id: id, status: 'accepted', status_before: 'pending' } },
    ]);
  });

  it.each([[{}], [{ status: 'expired' }], [{ status: 'accepted', by: 'me' }], [{ status: 1 }]])(
    'refuses %j',
    async (body) => {
      await run();
      const { id } = await only();
      await api().put(`/api/recommendations/${id}/status`).send(body).expect(400);
    },
  );

  it('waits for whoever decides at the same time', async () => {
    await run();
    const { id } = await only();
    const answers = await Promise.all([put(id, 'accepted'), put(id, 'dismissed')]);
    // Either is legal from pending, and dismissing from accepted; accepting from dismissed isn't.
    expect(answers.map(({ status }) => status).sort()).not.toEqual([409, 409]);
    expect(['accepted', 'dismissed']).toContain((await only()).status);
  });
});

describe('a receipt', () => {
  const target = { metric: 'page_visits', dimension: 'total', value: null } as const;
  const HISTORY = 90;
  const accepted = '2025-06-01';
  const traffic = buildTraffic(HISTORY, 1_000);
  const forecast = async (origin: string, values: readonly number[]) => {
    await server.database.pool.query(
      `INSERT INTO predictions (site_id, metric_name, origin, revision, horizon, predicted_date, predicted_value, lower_80, upper_80,
         lower_90, upper_90, lower_95, upper_95, model_kind, created_at)
       SELECT $1, 'page_visits', $2::date, 1, horizon, $2::date + horizon::integer, value, 0, value, 0, value, 0, value, 'lstm', $2::date + interval '26 hours'
       FROM unnest($3::float8[]) WITH ORDINALITY AS given (value, horizon)`,
      [siteId, origin, values],
    );
  };
  const acceptOne = async (finding: Finding) => {
    now = new Date(`${accepted}T10:00:00Z`);
    found = [finding];
    await run();
    const { id } = await only();
    await put(id, 'accepted').expect(200);
    found = [];
    return id;
  };
  /** The days before and after acceptance, the latter so many times as much. */
  const writeTraffic = async (factor: number) => {
    await server.events.append([buildPageView({ siteId, viewedAt: new Date('2025-02-01T12:00:00Z') })]);
    await server.settle();
    await writeDays(server.database.pool, siteId, addDays(accepted, -HISTORY), traffic);
    const after = Array.from({ length: 16 }, (_, day) => Math.round((traffic[(HISTORY + day) % 7] ?? 0) * factor));
    await writeDays(server.database.pool, siteId, accepted, [traffic[HISTORY % 7] ?? 0, ...after]);
  };
  const receiptOf = async (id: number) =>
    ((await api().get(`/api/recommendations/${id}`).expect(200)).body as Recommendation).receipt;

  it('is handed out once its 14 days are over, against the forecast that was there, and closes the card', async () => {
    await writeTraffic(1.3);
    await forecast(
      addDays(accepted, -1),
      Array.from({ length: 28 }, (_, day) => traffic[(HISTORY + day) % 7] ?? 0),
    );
    const id = await acceptOne(buildFinding({ target }));
    now = new Date('2025-06-15T23:00:00Z');
    expect((await run()).receipts).toBe(0);
    now = new Date('2025-06-16T00:10:00Z');
    expect((await run()).receipts).toBe(1);
    expect((await run()).receipts).toBe(0);
    const receipt = await receiptOf(id);
    expect(receipt).toMatchObject({
      verdict: 'worked',
      method: 'forecast',
      metric: 'page_visits',
      start_date: '2025-06-02',
      end_date: '2025-06-15',
      days: 14,
      measured_at: now.toISOString(),
    });
    expect(receipt!.actual! / receipt!.expected!).toBeCloseTo(1.3, 1);
    expect(receipt!.explanation).toMatch(/^It worked\. In 14 days [\d,]+ page visits came/);
    expect(await only()).toMatchObject({ id, status: 'completed', receipt_due: null });
    await put(id, 'accepted').expect(409);
    const record = (await api().get(`/api/recommendations/track-record?site=${domain}`).expect(200))
      .body as TrackRecord;
    expect(record.data).toEqual([
      { type: 'page_trend', accepted: 1, waiting: 0, worked: 1, no_visible_effect: 0, cant_tell: 0 },
    ]);
  });

  it('can not tell without a forecast', async () => {
    await writeTraffic(1.3);
    const id = await acceptOne(buildFinding({ target }));
    now = new Date('2025-06-16T00:10:00Z');
    await run();
    expect(await receiptOf(id)).toMatchObject({ verdict: 'cant_tell', obstacle: 'no_forecast', expected: null });
  });

  it('can not tell of what has no target', async () => {
    const id = await acceptOne(buildFinding({ target: null }));
    now = new Date('2025-06-16T00:10:00Z');
    await run();
    expect(await receiptOf(id)).toMatchObject({ verdict: 'cant_tell', obstacle: 'no_target', metric: null, days: 0 });
  });

  /** Twice as many views of a page from the day after acceptance on. */
  const writePricing = async () => {
    const view = (day: number, nth: number, isPricing: boolean) =>
      buildPageView({
        siteId,
        sessionId: `${day} ${nth} ${isPricing}`,
        visitorId: `${day} ${nth} ${isPricing}`,
        pageUrl: isPricing ? 'https://example.com/pricing' : 'https://example.com/',
        viewedAt: new Date(Date.parse(`${addDays(accepted, day)}T12:00:00Z`) + nth * 1_000),
      });
    const days = Array.from({ length: 105 }, (_, index) => index - 90);
    const views = days.flatMap((day) => {
      const usual = 10 + (((day % 7) + 7) % 7);
      const pricing = day > 0 ? 2 * usual : usual;
      return [
        ...Array.from({ length: pricing }, (_, nth) => view(day, nth, true)),
        ...Array.from({ length: 2 * usual }, (_, nth) => view(day, nth, false)),
      ];
    });
    await server.events.append(views);
    await server.settle();
  };

  it('of a group is measured against its own days', async () => {
    await writePricing();
    const id = await acceptOne(buildFinding());
    now = new Date('2025-06-16T00:10:00Z');
    await run();
    const receipt = await receiptOf(id);
    expect(receipt).toMatchObject({ verdict: 'worked', method: 'history', days: 14 });
    expect(receipt!.actual! / receipt!.expected!).toBeCloseTo(2, 1);
  });

  it('can not tell of a change that began just before, also where it is told as a trend by then', async () => {
    await writePricing();
    const id = await acceptOne(buildFinding({ changedOn: addDays(accepted, -2) }));
    found = [buildFinding()];
    now = new Date('2025-06-16T00:10:00Z');
    await run();
    expect(await receiptOf(id)).toMatchObject({
      verdict: 'cant_tell',
      obstacle: 'changed_before',
      explanation: expect.stringMatching(/^Can’t tell\. What it tells of had begun just before/),
    });
  });
});

describe('the job', () => {
  const queued: [string, unknown][] = [];
  const enqueue = (name: string, payload: unknown) => Promise.resolve(String(queued.push([name, payload])));
  const jobRun = (about: { siteId?: number; isForecasting?: boolean } = {}) =>
    recommendSites(
      { ...deps(), isForecasting: about.isForecasting ?? false },
      { siteId: about.siteId, signal: new AbortController().signal, logger, enqueue },
    );
  const runs = async () =>
    (await server.database.pool.query<{ date: string }>('SELECT date FROM recommendation_runs ORDER BY date')).rows.map(
      ({ date }) => date,
    );

  it('has forecasts made anew where days are left out of them now', async () => {
    found = [buildFinding({ type: 'tracking_outage' })];
    await jobRun({ siteId, isForecasting: true });
    await jobRun({ siteId, isForecasting: true });
    expect(queued).toEqual([['issue-forecasts', { siteId }]]);
  });

  it('looks once a closed day, and at once when asked', async () => {
    await jobRun();
    await jobRun();
    expect(lines.filter(({ message }) => message === 'recommendations were looked for')).toHaveLength(1);
    await jobRun({ siteId });
    expect(lines.filter(({ message }) => message === 'recommendations were looked for')).toHaveLength(2);
    expect(await runs()).toEqual([YESTERDAY]);
  });

  it("waits for the end of the site's day", async () => {
    await server.sites.save({ id: siteId, timezone: 'America/New_York' });
    now = new Date(`${TODAY}T04:04:00Z`);
    await jobRun();
    expect(await runs()).toEqual([]);
    now = new Date(`${TODAY}T04:05:00Z`);
    await jobRun();
    expect(await runs()).toEqual([YESTERDAY]);
  });

  it('waits for the forecast of the day where forecasts are made, three hours at most', async () => {
    now = new Date(`${TODAY}T02:59:00Z`);
    await jobRun({ isForecasting: true });
    expect(await runs()).toEqual([]);
    now = new Date(`${TODAY}T03:00:00Z`);
    await jobRun({ isForecasting: true });
    expect(await runs()).toEqual([YESTERDAY]);
  });

  it('is put in the queue over HTTP', async () => {
    const working = await server.startAnother({ hasJobs: true });
    try {
      const { body } = await request(working.url).post('/api/recommendations/run').send({ site: domain }).expect(202);
      expect(body).toEqual({ site: domain, status: 'queued' });
      await until(async () => (await runs()).length === 1);
      expect((await list()).data).toHaveLength(1);
    } finally {
      await working.stop();
    }
    await api().post('/api/recommendations/run').type('text').send('x').expect(415);
    await api().post('/api/recommendations/run').send({ site: 'nowhere.example' }).expect(404);
  });
});
