import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Annotation, AnnotationList, AuditList, Problem, User } from '@tidemark/contracts';
import request from 'supertest';
import { addUser, signInAs, startTestServer, type TestServer } from '../testing/index.js';
import { MAX_ANNOTATIONS } from './annotations.js';

let now = new Date('2025-08-20T10:00:00Z');
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ now: () => now });
});
afterAll(() => server.stop());

let siteId: number;
let author: User;
let token: string;
beforeEach(async () => {
  now = new Date('2025-08-20T10:00:00Z');
  await server.database.pool.query('DELETE FROM users');
  for (const { id } of await server.sites.list()) await server.sites.remove(id);
  ({ id: siteId } = await server.sites.save({ domain: 'a.example', name: 'a' }));
  author = await addUser(server, { email: 'ada@example.com', role: 'admin' });
  token = (await signInAs(server, author)).accessToken;
});

const call = (method: 'get' | 'post' | 'patch' | 'delete', rest = '', of: number | string = siteId) =>
  request(server.url)[method](`/api/sites/${of}/annotations${rest}`).set('Authorization', `Bearer ${token}`);
const add = async (date: string, text = 'x') =>
  (await call('post').send({ date, text }).expect(201)).body as Annotation;
const list = async (query = '') => ((await call('get', query).expect(200)).body as AnnotationList).data;
const readLog = async () => {
  const { body } = await request(server.url).get('/api/audit').expect(200);
  return (body as AuditList).data.map(({ action, site_id, details }) => [action, site_id, details]).reverse();
};

describe('annotations', () => {
  it('are added by admins, listed by day with their author, changed and removed', async () => {
    const response = await call('post', '', 'A.example')
      .send({ date: '2025-08-05', text: ' New home page ' })
      .expect(201);
    const launch = response.body as Annotation;
    expect(launch).toEqual({
      id: expect.any(Number),
      date: '2025-08-05',
      text: 'New home page',
      author: 'ada@example.com',
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    });
    expect(response.headers['location']).toBe(`/api/sites/${siteId}/annotations/${launch.id}`);
    const fair = await add('2025-08-01', 'Fair');
    expect(await list()).toEqual([fair, launch]);

    now = new Date('2025-08-21T10:00:00Z');
    const changed = await call('patch', `/${fair.id}`).send({ date: '2025-08-06' }).expect(200);
    expect(changed.body).toEqual({ ...fair, date: '2025-08-06', updated_at: now.toISOString() });
    expect(await list()).toEqual([launch, changed.body]);
    await call('delete', `/${launch.id}`).expect(204);
    expect(await list()).toEqual([changed.body]);
    await call('delete', `/${launch.id}`).expect(404);
    await call('patch', `/${launch.id}`).send({ text: 'y' }).expect(404);
  });

  it('are listed of some days', async () => {
    for (const date of ['2025-08-03', '2025-08-01', '2025-08-02']) await add(date);
    const datesOf = async (query: string) => (await list(query)).map(({ date }) => date);
    expect(await datesOf('?start_date=2025-08-02')).toEqual(['2025-08-02', '2025-08-03']);
    expect(await datesOf('?end_date=2025-08-02')).toEqual(['2025-08-01', '2025-08-02']);
    expect(await datesOf('?start_date=2025-08-02&end_date=2025-08-02')).toEqual(['2025-08-02']);
    await call('get', '?start_date=yesterday').expect(400);
  });

  it('call their author by name, once he or she has one, and stay when he or she is gone', async () => {
    const { id } = await add('2025-08-01');
    await server.database.pool.query("UPDATE users SET name = 'Ada' WHERE id = $1", [author.id]);
    expect((await call('patch', `/${id}`).send({ text: 'y' }).expect(200)).body).toMatchObject({ author: 'Ada' });
    expect(await list()).toMatchObject([{ author: 'Ada' }]);
    await server.database.pool.query('DELETE FROM users WHERE id = $1', [author.id]);
    const { body } = await request(server.url).get(`/api/sites/${siteId}/annotations`).expect(200);
    expect((body as AnnotationList).data).toMatchObject([{ id, text: 'y', author: null }]);
  });

  it('belong to their site, and go with it', async () => {
    const { id } = await add('2025-08-01');
    const other = await server.sites.save({ domain: 'b.example', name: 'b' });
    expect(((await call('get', '', other.id).expect(200)).body as AnnotationList).data).toEqual([]);
    await call('patch', `/${id}`, other.id).send({ text: 'y' }).expect(404);
    await call('delete', `/${id}`, other.id).expect(404);
    await server.sites.remove(siteId);
    const { rows } = await server.database.pool.query('SELECT FROM annotations');
    expect(rows).toEqual([]);
  });

  it('are in the audit log, without their words', async () => {
    const before = (await readLog()).length;
    const { id } = await add('2025-08-01', 'secret');
    await call('patch', `/${id}`).send({ date: '2025-08-02' });
    await call('delete', `/${id}`);
    expect((await readLog()).slice(before)).toEqual([
      ['annotation_added', siteId, { annotation_id: id, date: '2025-08-01' }],
      ['annotation_changed', siteId, { annotation_id: id, date: '2025-08-02' }],
      ['annotation_removed', siteId, { annotation_id: id, date: '2025-08-02' }],
    ]);
  });

  it('are so many a site at most', async () => {
    await server.database.pool.query(
      "INSERT INTO annotations (site_id, date, text, created_at, updated_at) SELECT $1, '2025-01-01', 'x', now(), now() FROM generate_series(1, $2)",
      [siteId, MAX_ANNOTATIONS],
    );
    const { body } = await call('post').send({ date: '2025-08-01', text: 'x' }).expect(409);
    expect((body as Problem).detail).toContain('a.example has 1000 annotations');
  });

  it.each([
    [{}, ['date', 'text']],
    [{ date: '2025-02-30', text: '' }, ['date', 'text']],
    [{ date: '0000-01-01', text: 'x' }, ['date']],
    [{ date: 20250805, text: 'x'.repeat(201) }, ['date', 'text']],
    [{ date: '2025-08-05', text: 'a\u0000b', author: 'me' }, ['author', 'text']],
  ])('are refused as %j, naming %j', async (body, paths) => {
    const response = await call('post').send(body).expect(400);
    const named = (response.body as Problem).errors?.map(({ path }) => path) ?? [];
    expect([...new Set(named)].sort()).toEqual(paths);
    expect(await list()).toEqual([]);
  });
});
