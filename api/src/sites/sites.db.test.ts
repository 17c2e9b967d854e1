import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DailyReport, Problem, Site } from '@tidemark/contracts';
import request from 'supertest';
import { buildPageView, CHROME, startTestServer, type TestServer } from '../testing/index.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const api = () => request(server.url);
const create = async (body: object): Promise<Site> =>
  (await api().post('/api/sites').send(body).expect(201)).body as Site;
const trackAt = (host: string) =>
  api()
    .post('/api/track')
    .set('User-Agent', CHROME)
    .send({ page_url: `https://${host}/`, visitor_id: 'v', session_id: 's' });

describe('sites', () => {
  it('are added, listed, read by id or domain, changed and removed', async () => {
    const site = await create({ domain: 'WWW.Shop.example', timezone: 'Europe/Berlin', country: 'DE' });
    expect(site).toMatchObject({
      domain: 'shop.example',
      name: 'shop.example',
      timezone: 'Europe/Berlin',
      country: 'DE',
      is_demo: false,
    });
    expect((await api().get('/api/sites').expect(200)).body).toEqual({ data: [site] });
    expect((await api().get('/api/sites/shop.example').expect(200)).body).toEqual(site);
    const changed = await api()
      .patch(`/api/sites/${site.id}`)
      .send({ name: 'Shop', excluded_addresses: ['10.0.0.1/8'] })
      .expect(200);
    expect(changed.body).toEqual({ ...site, name: 'Shop', excluded_addresses: ['10.0.0.1/8'] });
    await api().delete(`/api/sites/${site.id}`).expect(204);
    await api().get(`/api/sites/${site.id}`).expect(404);
  });

  it.each(['nothing.example', '999999999', '9999999999', '%00', 'a%00b', '%F0%9F%90%9F', "'%20OR%201=1--"])(
    'that are not there are 404, whatever is asked for: %s',
    async (name) => {
      await api().get(`/api/sites/${name}`).expect(404);
      await api().patch(`/api/sites/${name}`).send({ name: 'x' }).expect(404);
      await api().delete(`/api/sites/${name}`).expect(404);
      await api().get(`/api/sites/${name}/shares`).expect(404);
      await api().get(`/api/sites/${name}/marked-days`).expect(404);
    },
  );

  it('hand out excluded addresses as they are taken, however PostgreSQL spells them', async () => {
    const given = ['::2846:d159', '::FFFF:102:304/120', '2001:DB8::1/48', '10.0.0.1/8', '::1'];
    const site = await create({ domain: 'excluding.example', excluded_addresses: given });
    expect(site.excluded_addresses).toEqual([
      '::2846:d159',
      '::ffff:102:304/120',
      '2001:db8::1/48',
      '10.0.0.1/8',
      '::1',
    ]);
    const { excluded_addresses } = site;
    const again = await api().patch(`/api/sites/${site.id}`).send({ excluded_addresses }).expect(200);
    expect(again.body).toEqual(site);
    await api().delete(`/api/sites/${site.id}`).expect(204);
  });

  it('are there once', async () => {
    await create({ domain: 'once.example' });
    await api().post('/api/sites').send({ domain: 'once.example' }).expect(409);
  });

  it.each([
    [{}, ['domain']],
    [{ domain: 'not a host' }, ['domain']],
    [{ domain: 'a.example', timezone: 'Mars/Olympus', country: 'Germany' }, ['country', 'timezone']],
    [{ domain: 'a.example', is_demo: true }, ['is_demo']],
    [{ domain: 'a.example', excluded_addresses: ['10.0.0.0/99'] }, ['excluded_addresses[0]']],
  ])('refuse %j, naming %j', async (body, paths) => {
    const response = await api().post('/api/sites').send(body).expect(400);
    expect((response.body as Problem).errors?.map(({ path }) => path).sort()).toEqual(paths);
  });

  it.each([
    [{ retention_days: 6 }, 'retention_days'],
    [{ retention_days: 7.5 }, 'retention_days'],
    [{ retention_days: '90' }, 'retention_days'],
    [{ retention_days: 36_601 }, 'retention_days'],
    [{ after_refusal: 'everything' }, 'after_refusal'],
    [{ false_alarms_per_month: 0.2 }, 'false_alarms_per_month'],
    [{ false_alarms_per_month: 31 }, 'false_alarms_per_month'],
    [{ false_alarms_per_month: '2' }, 'false_alarms_per_month'],
  ])('refuse the change %j', async (change, path) => {
    await api().post('/api/sites').send({ domain: 'strict.example' });
    const response = await api().patch('/api/sites/strict.example').send(change).expect(400);
    expect((response.body as Problem).errors?.map((error) => error.path)).toEqual([path]);
  });

  it('say how long events are kept, and what is counted after a no; null is as the installation says', async () => {
    await create({ domain: 'rules.example', retention_days: 30 });
    const change = { retention_days: 90, after_refusal: 'cookieless' };
    expect((await api().patch('/api/sites/rules.example').send(change).expect(200)).body).toMatchObject(change);
    await api().patch('/api/sites/rules.example').send({ retention_days: null }).expect(200);
    expect((await api().get('/api/sites/rules.example').expect(200)).body).toMatchObject({
      retention_days: null,
      after_refusal: 'cookieless',
    });
  });

  it('accept two false alarms a month unless they say otherwise', async () => {
    expect(await create({ domain: 'calm.example' })).toMatchObject({ false_alarms_per_month: 2 });
    const change = { false_alarms_per_month: 0.25 };
    expect((await api().patch('/api/sites/calm.example').send(change).expect(200)).body).toMatchObject(change);
  });

  it.each(['com', 'www.com', 'co.uk', 'github.io', 'intranet'])(
    'do not register themselves for all who come below %s',
    async (host) => {
      const response = await trackAt(host).expect(403);
      expect(response.body).toMatchObject({ type: 'urn:tidemark:problem:unknown_site' });
      await api().get(`/api/sites/${host}`).expect(404);
    },
  );

  it('register themselves with their first event where the installation says so, at most a hundred', async () => {
    await trackAt('www.first.example').expect(201);
    await api().get('/api/sites/first.example').expect(200);
    for (const host of ['localhost', '127.0.0.1', 'someone.github.io', 'shop.lan']) await trackAt(host).expect(201);
    await trackAt('[::1]').expect(403);
    const { length } = await server.sites.list();
    for (let more = length; more < 100; more += 1) await trackAt(`s${more}.example`).expect(201);
    await trackAt('one-too-many.example').expect(403);
  });

  it('take their events with them', async () => {
    const [gone, kept] = [await create({ domain: 'gone.example' }), await create({ domain: 'kept.example' })];
    for (const { id } of [gone, kept]) await server.events.append([buildPageView({ siteId: id })]);
    await server.settle();
    await api().delete(`/api/sites/${gone.id}`).expect(204);
    for (const table of ['page_visits', 'daily_metrics']) {
      const { rows } = await server.database.pool.query(`SELECT site_id FROM ${table} WHERE site_id = ANY($1)`, [
        [gone.id, kept.id],
      ]);
      expect([table, rows]).toEqual([table, [{ site_id: kept.id }]]);
    }
  });

  it('move their days when their time zone changes', async () => {
    const { id } = await create({ domain: 'moves.example' });
    await server.events.append([buildPageView({ siteId: id, viewedAt: new Date('2025-08-05T23:30:00Z') })]);
    await server.settle();
    const daysWithViews = async () => {
      const response = await api().get(
        '/api/metrics/daily?site=moves.example&start_date=2025-08-04&end_date=2025-08-07',
      );
      return (response.body as DailyReport).data
        .filter((day) => day.page_views > 0 || day.sessions > 0)
        .map(({ date }) => date);
    };
    expect(await daysWithViews()).toEqual(['2025-08-05']);
    await api().patch(`/api/sites/${id}`).send({ timezone: 'Asia/Tokyo' }).expect(200);
    await server.settle();
    expect(await daysWithViews()).toEqual(['2025-08-06']);
  });
});
