import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Problem, SavedView, SavedViewList, User } from '@tidemark/contracts';
import request from 'supertest';
import { addUser, signInAs, startTestServer, type TestServer } from '../testing/index.js';
import { MAX_VIEWS } from './saved-views.js';

const NOW = new Date('2025-08-20T10:00:00Z');
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ isSignInRequired: true, now: () => NOW });
});
afterAll(() => server.stop());

let siteId: number;
let otherId: number;
let viewer: User;
let admin: User;
beforeEach(async () => {
  await server.database.pool.query('DELETE FROM users');
  for (const { id } of await server.sites.list()) await server.sites.remove(id);
  [{ id: siteId }, { id: otherId }] = [
    await server.sites.save({ domain: 'a.example', name: 'a' }),
    await server.sites.save({ domain: 'b.example', name: 'b' }),
  ];
  viewer = await addUser(server, { email: 'viewer@example.com', siteIds: [siteId, otherId] });
  admin = await addUser(server, { email: 'admin@example.com', role: 'admin' });
});

interface Asked {
  by?: User;
  of?: number | string;
  body?: object;
}
const call = async (method: 'get' | 'post' | 'patch' | 'delete', view = '', { by, of, body }: Asked = {}) => {
  const { accessToken } = await signInAs(server, by ?? viewer);
  const asked = request(server.url)
    [method](`/api/sites/${of ?? siteId}/views${view}`)
    .set('Authorization', `Bearer ${accessToken}`);
  return body ? asked.send(body) : asked;
};
const save = async (name: string, asked: Asked = {}): Promise<SavedView> => {
  const response = await call('post', '', { body: { name, query: 'period=28d' }, ...asked });
  expect([response.status, response.body]).toEqual([201, response.body]);
  return response.body as SavedView;
};
const list = async (asked: Asked = {}) => ((await call('get', '', asked)).body as SavedViewList).data;

describe('saved views', () => {
  it('are saved by whoever may read the site, listed by name, changed and removed', async () => {
    const response = await call('post', '', {
      of: 'A.example',
      body: { name: ' phones ', query: 'device_type=mobile' },
    });
    const phones = response.body as SavedView;
    expect(phones).toEqual({
      id: expect.any(Number),
      name: 'phones',
      query: 'device_type=mobile',
      created_at: NOW.toISOString(),
    });
    expect(response.headers['location']).toBe(`/api/sites/${siteId}/views/${phones.id}`);
    const germany = await save('Germany');
    expect(await list()).toEqual([germany, phones]);
    const renamed = await call('patch', `/${germany.id}`, { body: { name: 'Zürich' } });
    expect([renamed.status, renamed.body]).toEqual([200, { ...germany, name: 'Zürich' }]);
    const anew = await call('patch', `/${phones.id}`, { body: { query: '' } });
    expect(anew.body).toEqual({ ...phones, query: '' });
    expect((await call('delete', `/${phones.id}`)).status).toBe(204);
    expect(await list()).toEqual([renamed.body]);
  });

  it("are one's own, and a site's", async () => {
    const mine = await save('mine');
    const other = await save('mine', { of: otherId });
    const theirs = await save('mine', { by: admin });
    expect(await list()).toEqual([mine]);
    expect(await list({ of: otherId })).toEqual([other]);
    expect(await list({ by: admin })).toEqual([theirs]);
    for (const [method, asked] of [
      ['patch', { by: admin, body: { name: 'taken over' } }],
      ['delete', { by: admin }],
      ['patch', { of: otherId, body: { name: 'taken over' } }],
      ['delete', { of: otherId }],
    ] as const)
      expect((await call(method, `/${mine.id}`, asked)).status).toBe(404);
    expect(await list()).toEqual([mine]);
  });

  it('have a name once', async () => {
    const [one, two] = [await save('one'), await save('two')];
    const again = await call('post', '', { body: { name: 'one', query: 'x=y' } });
    expect([again.status, (again.body as Problem).detail]).toEqual([
      409,
      'You have a saved view "one" of this site already.',
    ]);
    expect((await call('patch', `/${two.id}`, { body: { name: 'one' } })).status).toBe(409);
    expect((await call('patch', `/${one.id}`, { body: { name: 'one', query: 'x=y' } })).status).toBe(200);
    expect(await list()).toEqual([{ ...one, query: 'x=y' }, two]);
  });

  it('are so many at most', async () => {
    await server.database.pool.query(
      "INSERT INTO saved_views (user_id, site_id, name, query, created_at) SELECT $1, $2, 'v' || n, '', now() FROM generate_series(1, $3) n",
      [viewer.id, siteId, MAX_VIEWS],
    );
    const { status, body } = await call('post', '', { body: { name: 'one more', query: '' } });
    expect([status, (body as Problem).detail]).toEqual([409, expect.stringContaining('You have 100 saved views')]);
    await save('of another site', { of: otherId });
  });

  it.each([
    [{}, ['name', 'query']],
    [{ name: ' ', query: 'x'.repeat(2_001) }, ['name', 'query']],
    [{ name: 'x'.repeat(101), query: 'a\u0000b' }, ['name', 'query']],
    [{ name: 7, query: null }, ['name', 'query']],
    [{ name: 'x', query: '', user_id: 1 }, ['user_id']],
  ])('are refused as %j, naming %j', async (body, paths) => {
    const response = await call('post', '', { body });
    const named = (response.body as Problem).errors?.map(({ path }) => path) ?? [];
    expect([response.status, [...new Set(named)].sort()]).toEqual([400, paths]);
  });

  it('go with their user, and with their site', async () => {
    await save('one');
    await save('two', { of: otherId });
    await save('three', { by: admin });
    const names = async () => {
      const { rows } = await server.database.pool.query<{ name: string }>('SELECT name FROM saved_views ORDER BY id');
      return rows.map(({ name }) => name);
    };
    await server.sites.remove(otherId);
    expect(await names()).toEqual(['one', 'three']);
    await server.database.pool.query('DELETE FROM users WHERE id = $1', [viewer.id]);
    expect(await names()).toEqual(['three']);
  });
});
