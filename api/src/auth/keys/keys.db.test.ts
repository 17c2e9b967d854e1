import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiKeyList, CreatedApiKey, Me, Problem, User } from '@tidemark/contracts';
import request, { type Response } from 'supertest';
import { addKey, addUser, signInAs, startTestServer, type TestServer } from '../../testing/index.js';

const DAY_MS = 86_400_000;

let server: TestServer;
let nowMs = Date.parse('2026-06-01T12:00:00Z');
let people: { admin: User; viewer: User; other: User };
let siteIds: [number, number];
beforeAll(async () => {
  server = await startTestServer({ isSignInRequired: true, now: () => new Date(nowMs) });
  siteIds = [await addSite('one.example'), await addSite('two.example')];
  people = {
    admin: await addUser(server, { email: 'admin@example.com', role: 'admin' }),
    viewer: await addUser(server, { email: 'viewer@example.com', siteIds: [siteIds[0]] }),
    other: await addUser(server, { email: 'other@example.com', siteIds: [siteIds[0]] }),
  };
});
afterAll(() => server.stop());
beforeEach(() => server.database.pool.query('DELETE FROM api_keys'));

const addSite = async (domain: string) => (await server.sites.save({ domain, name: domain })).id;
const codeOf = (response: Response) => [response.status, (response.body as Problem).type.split(':').at(-1)];
const wrongOf = (response: Response) => (response.body as Problem).errors?.map(({ path }) => path);
const by = (token: string) => {
  const send = (method: 'get' | 'post' | 'delete') => (path: string, body?: object) =>
    request(server.url)[method](`/api${path}`).set('Authorization', `Bearer ${token}`).send(body);
  return { get: send('get'), post: send('post'), delete: send('delete') };
};
const as = async (user: User) => by((await signInAs(server, user)).accessToken);
const make = async (user: User, body: object = {}) =>
  (await (await as(user)).post('/keys', { name: 'Reports', scope: 'read', ...body }).expect(201)).body as CreatedApiKey;
const keysOf = async (user: User) => ((await (await as(user)).get('/keys').expect(200)).body as ApiKeyList).data;

describe('an API key that is made', () => {
  it('is shown once, and lets in at once', async () => {
    const { key, api_key: made } = await make(people.viewer);
    expect(made).toEqual({
      id: expect.any(Number),
      name: 'Reports',
      prefix: key.slice(0, 10),
      scope: 'read',
      site_ids: null,
      user: { id: people.viewer.id, email: people.viewer.email },
      created_at: new Date(nowMs).toISOString(),
      expires_at: null,
      last_used_at: null,
    });
    expect(key).toMatch(/^tm_[\w-]{43}$/);
    const me = (await by(key).get('/auth/me').expect(200)).body as Me;
    expect(me).toMatchObject({ user: { id: people.viewer.id }, scope: 'read', site_ids: [siteIds[0]] });
    const [listed] = await keysOf(people.viewer);
    expect(listed).toEqual({ ...made, last_used_at: new Date(nowMs).toISOString() });
    const { rows } = await server.database.pool.query('SELECT k::text AS kept FROM api_keys k');
    expect(JSON.stringify(rows)).not.toContain(key.slice(10));
  });

  it('ends by itself when that is asked for', async () => {
    const { key } = await make(people.admin, { expires_at: new Date(nowMs + DAY_MS).toISOString() });
    nowMs += DAY_MS - 1;
    await by(key).get('/auth/me').expect(200);
    nowMs += 1;
    await by(key).get('/auth/me').expect(401);
  });

  it('reads the sites that were asked for', async () => {
    const { key } = await make(people.admin, { scope: 'write', site_ids: [siteIds[1]] });
    expect((await by(key).get('/auth/me')).body).toMatchObject({ scope: 'write', site_ids: [siteIds[1]] });
  });

  it.each<[keyof typeof people, (other: number) => object, string[]]>([
    ['admin', () => ({ site_ids: [999] }), ['site_ids']],
    ['viewer', (other) => ({ site_ids: [other] }), ['site_ids']],
    ['viewer', () => ({ site_ids: [] }), ['site_ids']],
    ['viewer', () => ({ name: '' }), ['name']],
    ['viewer', () => ({ scope: 'admin' }), ['scope']],
    ['viewer', () => ({ expires_at: '2026-05-31T00:00:00Z' }), ['expires_at']],
    ['viewer', () => ({ user_id: 1 }), ['user_id']],
  ])('by the %s is refused when wrong', async (who, body, wrong) => {
    const asker = await as(people[who]);
    const given = { name: 'Reports', scope: 'read', ...body(siteIds[1]) };
    expect(wrongOf(await asker.post('/keys', given).expect(400))).toEqual(wrong);
    expect(await keysOf(people.admin)).toEqual([]);
  });

  it('by a viewer does not write', async () => {
    const asker = await as(people.viewer);
    expect(codeOf(await asker.post('/keys', { name: 'x', scope: 'write' }))).toEqual([403, 'forbidden']);
    const { key } = await make(people.viewer);
    expect(codeOf(await by(key).post('/sites', { domain: 'three.example' }))).toEqual([403, 'forbidden']);
    // Not even once its user is an admin.
    await server.database.pool.query("UPDATE users SET role = 'admin' WHERE id = $1", [people.viewer.id]);
    expect(codeOf(await by(key).post('/sites', { domain: 'three.example' }))).toEqual([403, 'forbidden']);
    await server.database.pool.query("UPDATE users SET role = 'viewer' WHERE id = $1", [people.viewer.id]);
  });

  it('is one of a hundred at most', async () => {
    await server.database.pool.query(
      `INSERT INTO api_keys (user_id, name, prefix, hash, scope)
       SELECT $1, 'x', 'x', decode(lpad(to_hex(i), 64, '0'), 'hex'), 'read' FROM generate_series(1, 100) i`,
      [people.viewer.id],
    );
    const asker = await as(people.viewer);
    expect(codeOf(await asker.post('/keys', { name: 'x', scope: 'read' }))).toEqual([409, 'conflict']);
    await make(people.other);
  });
});

describe('the list of keys', () => {
  it("has one's own; an admin's has everybody's; none has those that are revoked", async () => {
    for (const user of [people.admin, people.viewer, people.other]) await make(user, { name: user.email });
    const namesFor = async (user: User) => (await keysOf(user)).map(({ name }) => name);
    expect(await namesFor(people.viewer)).toEqual([people.viewer.email]);
    expect(await namesFor(people.admin)).toEqual([people.admin.email, people.viewer.email, people.other.email]);
  });
});

describe('revoking a key', () => {
  it("ends it at once; viewers revoke their own, admins anybody's", async () => {
    const { key, api_key: made } = await make(people.viewer);
    const [other, viewer, admin] = [await as(people.other), await as(people.viewer), await as(people.admin)];
    expect(codeOf(await other.delete(`/keys/${made.id}`))).toEqual([404, 'not_found']);
    await by(key).get('/auth/me').expect(200);
    await viewer.delete(`/keys/${made.id}`).expect(204);
    await by(key).get('/auth/me').expect(401);
    expect(codeOf(await viewer.delete(`/keys/${made.id}`))).toEqual([404, 'not_found']);
    expect(await keysOf(people.viewer)).toEqual([]);
    const another = await make(people.viewer);
    await admin.delete(`/keys/${another.api_key.id}`).expect(204);
    await by(another.key).get('/auth/me').expect(401);
    expect(wrongOf(await admin.delete('/keys/x').expect(400))).toEqual(['id']);
  });
});

describe('a key', () => {
  it('makes, sees and revokes no keys, and has no part in sign-in', async () => {
    const { api_key: mine } = await make(people.admin);
    const key = by(await addKey(server, people.admin, { scope: 'write' }));
    for (const response of [
      await key.get('/keys'),
      await key.post('/keys', { name: 'x', scope: 'read' }),
      await key.delete(`/keys/${mine.id}`),
      await key.get('/auth/totp'),
      await key.post('/auth/totp', { password: 'x' }),
    ])
      expect(codeOf(response)).toEqual([403, 'forbidden']);
  });
});
