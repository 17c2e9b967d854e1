import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CreatedShare, DailyReport, OpenedShare, Problem, ShareList, User } from '@tidemark/contracts';
import request, { type Response } from 'supertest';
import { createAccessTokens } from '../auth/access-tokens.js';
import type { AuditNote } from '../audit/index.js';
import { loadSecret } from '../secrets.js';
import { addKey, addShare, addUser, PASSWORD, signInAs, startTestServer, type TestServer } from '../testing/index.js';
import { createShareTokens } from './share-tokens.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let server: TestServer;
let nowMs = Date.parse('2026-06-01T12:00:00Z');
let admin: User;
let [mineId, otherId] = [0, 0];
const notes: AuditNote[] = [];
beforeAll(async () => {
  server = await startTestServer({
    isSignInRequired: true,
    now: () => new Date(nowMs),
    auth: {
      recheckEveryMs: 20,
      record: (note) => Promise.resolve(notes.push(note)),
    },
  });
  // The first site is another one, which must not be the default of a share.
  otherId = (await server.sites.save({ domain: 'other.example', name: 'Other' })).id;
  mineId = (await server.sites.save({ domain: 'mine.example', name: 'Mine', excludedAddresses: ['203.0.113.7'] })).id;
  admin = await addUser(server, { email: 'admin@example.com', role: 'admin' });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.database.pool.query('DELETE FROM login_failures');
  notes.length = 0;
});

const codeOf = (response: Response) => [response.status, (response.body as Problem).type.split(':').at(-1)];
const wrongOf = (response: Response) => (response.body as Problem).errors?.map(({ path }) => path);
const by = (token: string) => {
  const send = (method: 'get' | 'head' | 'post' | 'patch' | 'delete') => (path: string, body?: object) =>
    request(server.url)[method](`/api${path}`).set('Authorization', `Bearer ${token}`).send(body);
  return { get: send('get'), head: send('head'), post: send('post'), patch: send('patch'), delete: send('delete') };
};
const as = async (user: User) => by((await signInAs(server, user)).accessToken);
const open = (token: string, password?: string) =>
  request(server.url).post('/api/shares/open').send({ token, password });
const opened = (response: Response) => response.body as OpenedShare;
const openSite = async (siteId: number) =>
  by(opened(await open((await addShare(server, siteId)).token).expect(200)).access_token);

describe('a share', () => {
  it('is made by an admin, and its link shown once', async () => {
    const asker = await as(admin);
    const expiresAt = new Date(nowMs + HOUR_MS).toISOString();
    const body = { name: 'The board', password: PASSWORD, expires_at: expiresAt };
    const response = await asker.post('/sites/mine.example/shares', body).expect(201);
    const { share, link } = response.body as CreatedShare;
    expect(share).toEqual({
      id: expect.any(Number),
      name: 'The board',
      has_password: true,
      created_at: new Date(nowMs).toISOString(),
      expires_at: expiresAt,
      last_opened_at: null,
    });
    expect(link).toMatch(/^\/share#token=[\w-]{43}$/);
    const token = link.split('=')[1]!;
    await open(token, PASSWORD).expect(200);
    const listed = (await asker.get(`/sites/${mineId}/shares`).expect(200)).body as ShareList;
    expect(listed.data).toContainEqual({ ...share, last_opened_at: new Date(nowMs).toISOString() });
    expect(JSON.stringify(listed)).not.toContain(token);
    expect((await asker.get(`/sites/${otherId}/shares`)).body).toEqual({ data: [] });
    const { rows } = await server.database.pool.query('SELECT s::text AS kept FROM shares s');
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${token}|${PASSWORD}`));
    expect(notes).toMatchObject([
      {
        action: 'site_shared',
        siteId: mineId,
        actor: { kind: 'user', name: admin.email },
        details: { share_id: share.id },
      },
    ]);
  });

  it.each([
    [{ password: 'short' }, ['password']],
    [{ password: 'password123' }, ['password']],
    [{ expires_at: '2026-06-01T11:59:59Z' }, ['expires_at']],
    [{ expires_at: 'soon' }, ['expires_at']],
    [{ site_id: 1 }, ['site_id']],
  ])('is not made of %j', async (body, wrong) => {
    expect(wrongOf(await (await as(admin)).post('/sites/mine.example/shares', body).expect(400))).toEqual(wrong);
  });

  it('is made and ended by no viewer, and by no key that is for some sites', async () => {
    const viewer = await addUser(server, { email: 'viewer@example.com', siteIds: [mineId] });
    const { share } = await addShare(server, mineId);
    for (const asker of [
      await as(viewer),
      by(await addKey(server, viewer, { scope: 'write' })),
      by(await addKey(server, admin, { scope: 'write', siteIds: [mineId] })),
    ]) {
      for (const response of [
        await asker.get(`/sites/${mineId}/shares`),
        await asker.post(`/sites/${mineId}/shares`, {}),
        await asker.delete(`/sites/${mineId}/shares/${share.id}`),
      ])
        expect(codeOf(response)).toEqual([403, 'forbidden']);
    }
  });

  it('is ended by the site that it is of', async () => {
    const asker = await as(admin);
    const { share, token } = await addShare(server, mineId);
    expect(codeOf(await asker.delete(`/sites/${otherId}/shares/${share.id}`))).toEqual([404, 'not_found']);
    await open(token).expect(200);
    await asker.delete(`/sites/${mineId}/shares/${share.id}`).expect(204);
    expect(codeOf(await asker.delete(`/sites/${mineId}/shares/${share.id}`))).toEqual([404, 'not_found']);
  });
});

describe('opening a share', () => {
  it('gives a token for an hour, and tells what the site is called and no more', async () => {
    const { token } = await addShare(server, mineId, { name: 'The board' });
    const response = await open(token).expect(200);
    expect(response.body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3_600,
      name: 'The board',
      site: { id: mineId, domain: 'mine.example', name: 'Mine', timezone: 'UTC' },
    });
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(response.headers['set-cookie']).toBeUndefined();
    const reader = by(opened(response).access_token);
    await reader.get('/metrics/daily').expect(200);
    nowMs += HOUR_MS + MINUTE_MS;
    await reader.get('/metrics/daily').expect(401);
    await open(token).expect(200);
  });

  it('asks for the password where there is one', async () => {
    const { token } = await addShare(server, mineId, { password: PASSWORD });
    expect(codeOf(await open(token))).toEqual([401, 'password_required']);
    expect(codeOf(await open(token, 'a guess'))).toEqual([401, 'invalid_credentials']);
    await open(token, PASSWORD).expect(200);
  });

  it('finds nothing by a token that is over or made up', async () => {
    const ending = await addShare(server, mineId, { expires_at: new Date(nowMs + HOUR_MS).toISOString() });
    nowMs += HOUR_MS - 1;
    await open(ending.token).expect(200);
    nowMs += 1;
    for (const token of [ending.token, 'made-up', 'x'.repeat(200)])
      expect(codeOf(await open(token))).toEqual([404, 'not_found']);
    await request(server.url)
      .post('/api/shares/open')
      .send({ token: 'x'.repeat(201) })
      .expect(400);
    await request(server.url).post('/api/shares/open').type('form').send({ token: ending.token }).expect(415);
  });
});

describe("guessing a share's password", () => {
  it('is slowed down as guessing at sign-in is, for this share alone', async () => {
    const [guessed, another] = [
      await addShare(server, mineId, { password: PASSWORD }),
      await addShare(server, mineId, { password: PASSWORD }),
    ];
    for (let time = 0; time < 5; time++) await open(guessed.token, 'a guess').expect(401);
    const refused = await open(guessed.token, PASSWORD);
    expect([codeOf(refused), refused.headers['retry-after']]).toEqual([[429, 'too_many_requests'], '15']);
    await open(another.token, PASSWORD).expect(200);
    await request(server.url).post('/api/auth/login').send({ email: admin.email, password: PASSWORD }).expect(200);
    nowMs += 15_000;
    await open(guessed.token, PASSWORD).expect(200);
  });

  it('counts for the address, whatever is guessed at', async () => {
    const shares = [];
    for (let number = 0; number < 5; number++) shares.push(await addShare(server, mineId, { password: PASSWORD }));
    for (const { token } of shares) for (let time = 0; time < 4; time++) await open(token, 'a guess').expect(401);
    expect((await open(shares[0]!.token, PASSWORD).expect(429)).headers['retry-after']).toBe('900');
  });

  it('many at once gains nothing', async () => {
    const { token } = await addShare(server, mineId, { password: PASSWORD });
    const answers = await Promise.all(Array.from({ length: 12 }, () => open(token, 'a guess')));
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array<number>(5).fill(401),
      ...Array<number>(7).fill(429),
    ]);
  });

  it('is written down, without the password', async () => {
    const { share, token } = await addShare(server, mineId, { password: PASSWORD });
    notes.length = 0;
    await open(token, 'a guess').expect(401);
    expect(notes).toEqual([
      {
        action: 'share_password_failed',
        actor: { kind: 'anonymous', address: expect.any(String) },
        siteId: mineId,
        details: { share_id: share.id },
      },
    ]);
    // Neither is a guess: nothing was tried.
    await open(token).expect(401);
    await open('made-up', 'a guess').expect(404);
    await open(token, PASSWORD).expect(200);
    expect(notes).toHaveLength(1);
  });
});

describe("a share's reader", () => {
  it.each([
    '/metrics/daily',
    '/metrics/pages',
    '/metrics/sources?format=csv',
    '/metrics/breakdown?dimension=country',
    '/metrics/realtime',
    '/predictions/accuracy?metric=sessions',
  ])('reads %s of the shared site, named or not, and of no other', async (path) => {
    const reader = await openSite(mineId);
    const of = (site: string | number) => `${path}${path.includes('?') ? '&' : '?'}site=${site}`;
    await reader.get(path).expect(200);
    await reader.get(of('mine.example')).expect(200);
    await reader.get(of(mineId)).expect(200);
    for (const site of [otherId, 'other.example', 'made-up.example', 'other.example,mine.example'])
      expect(codeOf(await reader.get(of(site)))).toEqual([404, 'not_found']);
    // Said twice, it's no site at all.
    expect((await reader.get(`${of(mineId)}&site=${otherId}`)).status).toBe(400);
  });

  it('is told about the shared site where none is named', async () => {
    const { body } = await (await openSite(mineId)).get('/metrics/daily').expect(200);
    expect((body as DailyReport).site).toBe('mine.example');
  });

  it('sees nothing else, and changes nothing', async () => {
    const reader = await openSite(mineId);
    const { share } = await addShare(server, mineId);
    for (const response of [
      await reader.get('/sites'),
      await reader.get(`/sites/${mineId}`),
      await reader.get(`/sites/${mineId}/shares`),
      await reader.get(`/sites/${mineId}/marked-days`),
      await reader.get('/auth/me'),
      await reader.get('/auth/totp'),
      await reader.get('/users'),
      await reader.get('/invites'),
      await reader.get('/keys'),
      await reader.get('/predictions/retrain/b1f6a3de-0b54-4f3e-9d0e-6c0b8a3f1c11'),
      await reader.get('/metrics'),
      await reader.get('/metrics/daily/more'),
      await reader.post('/metrics/daily', {}),
      await reader.post('/predictions/retrain', {}),
      await reader.post('/predictions/sessions', {}),
      await reader.patch(`/sites/${mineId}`, { name: 'x' }),
      await reader.delete(`/sites/${mineId}`),
      await reader.post(`/sites/${mineId}/shares`, {}),
      await reader.delete(`/sites/${mineId}/shares/${share.id}`),
      await reader.post('/keys', { name: 'x', scope: 'read' }),
      await reader.post('/users', { email: 'x@example.com', role: 'admin' }),
      await reader.post('/auth/logout', {}),
      await reader.post('/auth/password', { current_password: PASSWORD, new_password: PASSWORD }),
    ])
      expect([response.request.url, ...codeOf(response)]).toEqual([response.request.url, 401, 'unauthenticated']);
    // Readiness is open to all; what it says to those who are let in it doesn't say here.
    expect((await reader.get('/ready')).body).not.toHaveProperty('reasons');
  });

  it.each(['/METRICS/Daily', '/metrics/daily/', '/metrics/%64aily'])(
    'comes no further by another spelling: %s',
    async (path) => {
      const reader = await openSite(mineId);
      const response = await reader.get(`${path}?site=other.example`);
      expect([401, 404]).toContain(response.status);
    },
  );

  it('is let out at once when the share is ended, has expired, or its site is removed', async () => {
    const asker = await as(admin);
    const removed = (await server.sites.save({ domain: 'removed.example', name: 'Removed' })).id;
    const [ended, expiring, gone] = [
      await addShare(server, mineId),
      await addShare(server, mineId, { expires_at: new Date(nowMs + MINUTE_MS).toISOString() }),
      await addShare(server, removed),
    ];
    const readers = [];
    for (const { token } of [ended, expiring, gone])
      readers.push(by(opened(await open(token).expect(200)).access_token));
    for (const reader of readers) await reader.get('/metrics/daily').expect(200);
    await asker.delete(`/sites/${mineId}/shares/${ended.share.id}`).expect(204);
    await asker.delete(`/sites/${removed}`).expect(204);
    nowMs += MINUTE_MS;
    for (const reader of readers) expect(codeOf(await reader.get('/metrics/daily'))).toEqual([401, 'unauthenticated']);
  });

  it('has a stream that ends with the share', async () => {
    const { share, token } = await addShare(server, mineId);
    const { access_token: accessToken } = opened(await open(token).expect(200));
    const stream = await fetch(`${server.url}/api/metrics/realtime/stream`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    expect(stream.status).toBe(200);
    const ended = stream.text();
    expect(await Promise.race([ended, sleep(200, 'open')])).toBe('open');
    await (await as(admin)).delete(`/sites/${mineId}/shares/${share.id}`).expect(204);
    expect(await ended).toContain('data: ');
  });
});

describe('tokens of shares and of users', () => {
  it('never pass for one another', async () => {
    const secret = await loadSecret(server.dataDir, 'jwt-secret');
    const { pool } = server.database;
    const deps = { secret, pool, now: () => new Date(nowMs) };
    const [shares, users] = [createShareTokens(deps), createAccessTokens(deps)];
    const { share } = await addShare(server, mineId);
    const { accessToken } = await signInAs(server, admin);
    expect(await shares.identify(`Bearer ${accessToken}`)).toBeNull();
    expect(await users.verify(await shares.issue(share.id))).toBeNull();
    expect(await shares.identify(`Bearer ${await shares.issue(share.id)}`)).toEqual({ siteIds: new Set([mineId]) });
    const forged = createShareTokens({ ...deps, secret: 'another secret of the same length' });
    expect(await shares.identify(`Bearer ${await forged.issue(share.id)}`)).toBeNull();
  });
});
