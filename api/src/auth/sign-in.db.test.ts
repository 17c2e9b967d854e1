import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Me, Problem, SignIn, User } from '@tidemark/contracts';
import request, { type Response } from 'supertest';
import { addKey, addUser, PASSWORD, signInAs, startTestServer, type TestServer } from '../testing/index.js';
import { createFirstAdmin } from './first-admin.js';
import { forgetOldSignIns } from './forget-old.js';
import { createPasswords } from './passwords.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

let server: TestServer;
let nowMs = Date.parse('2026-06-01T12:00:00Z');
/** What passwords were held against. */
const verified: (string | null)[] = [];
beforeAll(async () => {
  const passwords = await createPasswords();
  const verify: typeof passwords.verify = (passwordHash, password) => {
    verified.push(passwordHash);
    return passwords.verify(passwordHash, password);
  };
  server = await startTestServer({
    isSignInRequired: true,
    admin: { email: 'owner@example.com', password: PASSWORD },
    now: () => new Date(nowMs),
    auth: { passwords: { ...passwords, verify } },
  });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await query('DELETE FROM login_failures');
  verified.length = 0;
});

const query = (text: string, values: unknown[] = []) =>
  server.database.pool.query<Record<string, unknown>>(text, values);
const pass = (ms: number) => {
  nowMs += ms;
};

const login = (body: object) => request(server.url).post('/api/auth/login').send(body);
const refresh = (cookie: string) =>
  request(server.url)
    .post('/api/auth/refresh')
    .set('Cookie', cookie)
    .set('Content-Type', 'application/json')
    .send('{}');
const refreshBy = (token: string) => request(server.url).post('/api/auth/refresh').send({ refresh_token: token });
const as = (token: string) => ({
  get: (path: string) => request(server.url).get(path).set('Authorization', `Bearer ${token}`),
  post: (path: string, body?: object) =>
    request(server.url).post(path).set('Authorization', `Bearer ${token}`).send(body),
});
const cookieOf = (response: Response) => {
  const [cookie = ''] = (response.headers['set-cookie'] ?? []) as unknown as string[];
  return cookie.split(';')[0]!;
};
const signInOf = (response: Response) => response.body as SignIn;
const codeOf = (response: Response) => [response.status, (response.body as Problem).type.split(':').at(-1)];

let count = 0;
const addSomebody = (): Promise<User> => addUser(server, { email: `somebody-${++count}@example.com` });

describe('signing in', () => {
  it('gives a token that lets in for a day, and a cookie that scripts and other sites can not use', async () => {
    const response = await login({ email: ' Owner@Example.com', password: PASSWORD }).expect(200);
    expect(response.body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 86_400,
      user: { id: 1, email: 'owner@example.com', name: null, role: 'admin' },
    });
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store' });
    const [cookie, ...more] = response.headers['set-cookie'] as unknown as string[];
    expect(more).toEqual([]);
    expect(cookie).toMatch(
      /^refresh_token=[\w-]{43}; Max-Age=2592000; Path=\/api\/auth; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    const { access_token: token } = signInOf(response);
    expect((await as(token).get('/api/auth/me').expect(200)).body).toEqual({
      user: signInOf(response).user,
      scope: 'write',
      site_ids: null,
    } satisfies Me);
    await as(token).get('/api/sites').expect(200);
    pass(DAY_MS + MINUTE_MS);
    expect(codeOf(await as(token).get('/api/sites'))).toEqual([401, 'unauthenticated']);
  });

  it('keeps the device in short, and no token in clear', async () => {
    const user = await addSomebody();
    const response = await login({ email: user.email, password: PASSWORD })
      .set('User-Agent', 'x'.repeat(500))
      .expect(200);
    const { rows } = await query('SELECT user_agent, host(address) AS address FROM sign_ins WHERE user_id = $1', [
      user.id,
    ]);
    expect(rows).toEqual([{ user_agent: 'x'.repeat(200), address: '127.0.0.0' }]);
    const kept = JSON.stringify([
      (await query('SELECT * FROM refresh_tokens')).rows,
      (await query('SELECT * FROM sign_ins')).rows,
    ]);
    expect(kept).not.toContain(cookieOf(response).split('=')[1]);
  });

  it('answers who is not there, not yet there or no more as it does a wrong password, after the same work', async () => {
    const [known, invited, disabled] = [await addSomebody(), await addSomebody(), await addSomebody()];
    await query('UPDATE users SET password_hash = NULL WHERE id = $1', [invited.id]);
    await query('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.id]);
    const strip = ({ request_id: _, ...body }: Problem) => body;
    const answers: unknown[] = [];
    for (const [email, password] of [
      [known.email, 'a wrong password'],
      ['nobody@example.com', PASSWORD],
      [invited.email, PASSWORD],
      [disabled.email, PASSWORD],
    ]) {
      const response = await login({ email, password });
      expect([codeOf(response), response.headers['set-cookie'], response.headers['www-authenticate']]).toEqual([
        [401, 'invalid_credentials'],
        undefined,
        'Bearer',
      ]);
      answers.push(strip(response.body as Problem));
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(verified).toEqual([expect.stringMatching(/^\$argon2id/), null, null, null]);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'email=owner%40example.com&password=x', 415],
    ['text/plain', '{"email":"owner@example.com","password":"x"}', 415],
    ['application/json', '{"email":"owner@example.com"', 400],
    ['application/json', '{"email":"owner@example.com"}', 400],
    ['application/json', '{"email":["owner@example.com"],"password":{"$ne":1}}', 400],
    ['application/json', `{"email":"owner@example.com","password":"${'x'.repeat(201)}"}`, 400],
  ])('takes no %s %s', async (type, body, status) => {
    await request(server.url).post('/api/auth/login').set('Content-Type', type).send(body).expect(status);
    expect(verified).toEqual([]);
  });
});

describe('a cookie', () => {
  it('is for HTTPS alone where the request came by it', async () => {
    const behindProxy = await startTestServer({ isSignInRequired: true, trustProxy: 1 });
    try {
      const user = await addUser(behindProxy, { email: 'a@example.com' });
      const flagsBy = async (proto: string) => {
        const response = await request(behindProxy.url)
          .post('/api/auth/login')
          .set('X-Forwarded-Proto', proto)
          .send({ email: user.email, password: PASSWORD })
          .expect(200);
        return (response.headers['set-cookie'] as unknown as string[])[0];
      };
      expect(await flagsBy('https')).toContain('; Secure');
      expect(await flagsBy('http')).not.toContain('Secure');
    } finally {
      await behindProxy.stop();
    }
  });
});

describe('renewing', () => {
  it('uses the cookie up and gives the next, without showing it to scripts', async () => {
    const user = await addSomebody();
    const first = cookieOf(await login({ email: user.email, password: PASSWORD }).expect(200));
    const response = await refresh(`theme=dark; ${first}; x=y`).expect(200);
    expect(response.body).toEqual({ ...signInOf(response), user, refresh_token: undefined });
    expect(cookieOf(response)).not.toBe(first);
    await as(signInOf(response).access_token).get('/api/auth/me').expect(200);
    await refresh(cookieOf(response)).expect(200);
  });

  it('by the body is for programs: the answer has the next token, and there is no cookie', async () => {
    const { refreshToken } = await signInAs(server, await addSomebody());
    const response = await refreshBy(refreshToken).expect(200);
    expect(response.headers['set-cookie']).toBeUndefined();
    await refreshBy(signInOf(response).refresh_token!).expect(200);
  });

  it('takes nothing that a form of another site could send, and nothing unknown', async () => {
    const { refreshToken } = await signInAs(server, await addSomebody());
    const cookie = `refresh_token=${refreshToken}`;
    const post = () => request(server.url).post('/api/auth/refresh').set('Cookie', cookie);
    await post().expect(415);
    await post().set('Content-Type', 'text/plain').send('{}').expect(415);
    await post().set('Content-Type', 'application/x-www-form-urlencoded').send('a=b').expect(415);
    expect(codeOf(await refresh('other=1'))).toEqual([401, 'unauthenticated']);
    expect(codeOf(await refresh('refresh_token=invented'))).toEqual([401, 'unauthenticated']);
    await refresh(cookie).expect(200);
  });

  it('lives 30 days from the last time on', async () => {
    const user = await addSomebody();
    let { refreshToken } = await signInAs(server, user);
    for (let time = 0; time < 3; time++) {
      pass(29 * DAY_MS);
      const { body } = await refreshBy(refreshToken).expect(200);
      refreshToken = (body as SignIn).refresh_token!;
    }
    pass(30 * DAY_MS + 1);
    expect(codeOf(await refreshBy(refreshToken))).toEqual([401, 'unauthenticated']);
  });

  it('by a token that was used ends the whole sign-in, and no other', async () => {
    const user = await addSomebody();
    const [stolen, other] = [await signInAs(server, user), await signInAs(server, user)];
    const { access_token: access, refresh_token: next } = signInOf(await refreshBy(stolen.refreshToken).expect(200));
    pass(11_000);
    expect(codeOf(await refreshBy(stolen.refreshToken))).toEqual([401, 'unauthenticated']);
    await as(access).get('/api/auth/me').expect(401);
    await as(stolen.accessToken).get('/api/auth/me').expect(401);
    await refreshBy(next!).expect(401);
    await as(other.accessToken).get('/api/auth/me').expect(200);
    const { rows } = await query(
      "SELECT count(*) AS ended FROM sign_ins WHERE user_id = $1 AND revoked_reason = 'token_reused'",
      [user.id],
    );
    expect(rows).toEqual([{ ended: 1 }]);
  });

  it('in two tabs at once keeps both signed in', async () => {
    const { refreshToken } = await signInAs(server, await addSomebody());
    const tabs = await Promise.all(Array.from({ length: 5 }, () => refreshBy(refreshToken)));
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const [next, ...others] = new Set(tabs.map((tab) => signInOf(tab).refresh_token!));
    expect(others).toEqual([]);
    pass(DAY_MS);
    for (let tab = 0; tab < 5; tab++) await refreshBy(next!).expect(200);
  });

  it('gives who comes a little late what stands at the end, which holds for both', async () => {
    const { refreshToken } = await signInAs(server, await addSomebody());
    const renew = async (token: string) => signInOf(await refreshBy(token).expect(200)).refresh_token!;
    const next = await renew(refreshToken);
    pass(4_000);
    const last = await renew(next);
    pass(4_000);
    expect(await renew(refreshToken)).toBe(last);
    pass(DAY_MS);
    expect(await renew(last)).not.toBe(last);
  });

  it('finds out a thief who was as fast as the owner, when the second of them comes back', async () => {
    const { refreshToken: stolen } = await signInAs(server, await addSomebody());
    const [owner, thief] = await Promise.all([refreshBy(stolen).expect(200), refreshBy(stolen).expect(200)]);
    pass(DAY_MS);
    const { access_token: access, refresh_token: next } = signInOf(
      await refreshBy(signInOf(owner).refresh_token!).expect(200),
    );
    pass(11_000);
    expect(codeOf(await refreshBy(signInOf(thief).refresh_token!))).toEqual([401, 'unauthenticated']);
    await as(access).get('/api/auth/me').expect(401);
    await refreshBy(next!).expect(401);
  });

  it('tells of a role that has changed', async () => {
    const user = await addSomebody();
    const { refreshToken, accessToken } = await signInAs(server, user);
    await query("UPDATE users SET role = 'admin' WHERE id = $1", [user.id]);
    expect(signInOf(await refreshBy(refreshToken).expect(200)).user.role).toBe('admin');
    expect((await as(accessToken).get('/api/auth/me').expect(200)).body).toMatchObject({ scope: 'write' });
  });
});

describe('what ends a sign-in holds at once', () => {
  it('a logout, of this sign-in alone', async () => {
    const user = await addSomebody();
    const [here, there] = [await signInAs(server, user), await signInAs(server, user)];
    const response = await as(here.accessToken).post('/api/auth/logout').expect(204);
    expect(response.headers['set-cookie']).toEqual([
      expect.stringMatching(/^refresh_token=; Path=\/api\/auth; Expires=Thu, 01 Jan 1970/),
    ]);
    await as(here.accessToken).get('/api/auth/me').expect(401);
    await refreshBy(here.refreshToken).expect(401);
    await as(there.accessToken).get('/api/auth/me').expect(200);
  });

  it('a logout everywhere, and of nobody else', async () => {
    const [user, another] = [await addSomebody(), await addSomebody()];
    const [here, there, elsewhere] = [
      await signInAs(server, user),
      await signInAs(server, user),
      await signInAs(server, another),
    ];
    await as(here.accessToken).post('/api/auth/logout', { everywhere: true }).expect(204);
    for (const { accessToken } of [here, there]) await as(accessToken).get('/api/auth/me').expect(401);
    await as(elsewhere.accessToken).get('/api/auth/me').expect(200);
  });

  it.each([
    ['being disabled', 'UPDATE users SET disabled_at = now() WHERE id = $1'],
    ['being removed', 'DELETE FROM users WHERE id = $1'],
  ])('%s, for keys too', async (_what, change) => {
    const user = await addSomebody();
    const { accessToken, refreshToken } = await signInAs(server, user);
    const key = await addKey(server, user, { scope: 'read' });
    await as(key).get('/api/auth/me').expect(200);
    await query(change, [user.id]);
    for (const token of [accessToken, key]) await as(token).get('/api/auth/me').expect(401);
    await refreshBy(refreshToken).expect(401);
  });
});

describe("one's own name", () => {
  it('is changed and taken away, and the log has that and neither name', async () => {
    const user = await addSomebody();
    const { accessToken } = await signInAs(server, user);
    const rename = (body: object) =>
      request(server.url).patch('/api/auth/me').set('Authorization', `Bearer ${accessToken}`).send(body);
    const nameNow = async () => ((await as(accessToken).get('/api/auth/me').expect(200)).body as Me).user.name;
    expect((await rename({ name: '  Ida Harbour ' }).expect(200)).body).toEqual({
      user: { ...user, name: 'Ida Harbour' },
      scope: 'read',
      site_ids: [],
    });
    expect(await nameNow()).toBe('Ida Harbour');
    await rename({ name: null }).expect(200);
    expect(await nameNow()).toBeNull();
    const { data } = await server.audit.list({ limit: 2 });
    expect(data).toMatchObject([1, 2].map(() => ({ action: 'name_changed', actor: { id: String(user.id) } })));
    expect(JSON.stringify(data)).not.toContain('Harbour');
  });

  it.each([[{}], [{ name: '' }], [{ name: '  ' }], [{ name: 'x'.repeat(201) }], [{ name: 'a\u0000b' }], [{ name: 7 }]])(
    'is not changed by %j',
    async (body) => {
      const { accessToken } = await signInAs(server, await addSomebody());
      const refused = request(server.url).patch('/api/auth/me').set('Authorization', `Bearer ${accessToken}`);
      expect(codeOf(await refused.send(body))).toEqual([400, 'validation_failed']);
    },
  );

  it('is all of oneself that can be changed', async () => {
    const { accessToken } = await signInAs(server, await addSomebody());
    const body = { name: 'Ida', role: 'admin', email: 'other@example.com', id: 1 };
    const response = await request(server.url)
      .patch('/api/auth/me')
      .set('Authorization', `Bearer ${accessToken}`)
      .send(body);
    expect((response.body as Problem).errors?.map(({ path }) => path)).toEqual(['role', 'email', 'id']);
  });
});

describe('a change of password', () => {
  const change = (token: string, current: string, next: string) =>
    as(token).post('/api/auth/password', { current_password: current, new_password: next });

  it('ends every sign-in and opens a new one', async () => {
    const user = await addSomebody();
    const [here, there] = [await signInAs(server, user), await signInAs(server, user)];
    const response = await change(here.accessToken, PASSWORD, 'a better one, I hope').expect(200);
    for (const { accessToken, refreshToken } of [here, there]) {
      await as(accessToken).get('/api/auth/me').expect(401);
      await refreshBy(refreshToken).expect(401);
    }
    await as(signInOf(response).access_token).get('/api/auth/me').expect(200);
    await refresh(cookieOf(response)).expect(200);
    await login({ email: user.email, password: PASSWORD }).expect(401);
    await login({ email: user.email, password: 'a better one, I hope' }).expect(200);
  });

  it.each([
    ['a wrong one before', 'not this one', 'a better one, I hope', 'current_password'],
    ['a short one', PASSWORD, 'seven77', 'new_password'],
    ['a long one', PASSWORD, 'x'.repeat(201), 'new_password'],
    ['a common one', PASSWORD, 'password123', 'new_password'],
  ])('is refused for %s, by the field', async (_what, current, next, path) => {
    const user = await addSomebody();
    const { accessToken } = await signInAs(server, user);
    const response = await change(accessToken, current, next).expect(400);
    expect((response.body as Problem).errors).toEqual([{ path, message: expect.any(String) }]);
    await login({ email: user.email, password: PASSWORD }).expect(200);
  });

  it('is refused for the e-mail address itself', async () => {
    const user = await addSomebody();
    const { accessToken } = await signInAs(server, user);
    const response = await change(accessToken, PASSWORD, user.email.toUpperCase()).expect(400);
    expect((response.body as Problem).errors).toEqual([
      { path: 'new_password', message: 'must not be the e-mail address' },
    ]);
  });

  it('lets nobody guess the present one faster than at sign-in', async () => {
    const { accessToken } = await signInAs(server, await addSomebody());
    for (let time = 0; time < 5; time++) await change(accessToken, 'a guess', 'a better one, I hope').expect(400);
    expect(codeOf(await change(accessToken, PASSWORD, 'a better one, I hope'))).toEqual([429, 'too_many_requests']);
  });

  it('is not held up by strangers who guess at the door, be it from the same address', async () => {
    const user = await addSomebody();
    const { accessToken } = await signInAs(server, user);
    for (let time = 0; time < 5; time++) await login({ email: user.email, password: 'a guess' }).expect(401);
    for (let time = 0; time < 15; time++) await login({ email: `no-${time}@example.com`, password: 'a guess' });
    await login({ email: user.email, password: PASSWORD }).expect(429);
    await change(accessToken, PASSWORD, 'a better one, I hope').expect(200);
  });

  it('wins over a sign-in with the old one that is under way', async () => {
    const user = await addSomebody();
    const client = await server.database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query("UPDATE users SET password_hash = 'changed' WHERE id = $1", [user.id]);
      const entering = login({ email: user.email, password: PASSWORD }).then(({ status }) => status);
      await untilWaiting();
      await client.query('COMMIT');
      expect(await entering).toBe(401);
    } finally {
      client.release();
    }
  });
});

/** Somebody waits for a row that we hold. */
async function untilWaiting(): Promise<void> {
  for (;;) {
    const { rows } = await query(
      "SELECT count(*) AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    if (Number(rows[0]!['waiting']) > 0) return;
  }
}

describe('guessing passwords', () => {
  it('of one account waits from the fifth failure on, also with the right one, and says how long', async () => {
    const { email } = await addSomebody();
    for (let time = 0; time < 5; time++) await login({ email, password: 'a guess' }).expect(401);
    const refused = await login({ email, password: PASSWORD });
    expect([codeOf(refused), refused.headers['retry-after']]).toEqual([[429, 'too_many_requests'], '15']);
    expect(verified).toHaveLength(5);
    pass(15_000);
    await login({ email, password: 'a guess' }).expect(401);
    expect((await login({ email, password: PASSWORD }).expect(429)).headers['retry-after']).toBe('30');
    pass(30_000);
    await login({ email, password: PASSWORD }).expect(200);
    await login({ email, password: 'a guess' }).expect(401);
    await login({ email, password: PASSWORD }).expect(200);
  });

  it('is the same for an account that does not exist', async () => {
    const email = 'nobody@example.com';
    for (let time = 0; time < 5; time++) await login({ email, password: 'a guess' }).expect(401);
    expect((await login({ email, password: 'a guess' }).expect(429)).headers['retry-after']).toBe('15');
  });

  it('many at once gains nothing', async () => {
    const { email } = await addSomebody();
    const guesses = await Promise.all(Array.from({ length: 12 }, () => login({ email, password: 'a guess' })));
    expect(guesses.map(({ status }) => status).sort()).toEqual([
      ...Array<number>(5).fill(401),
      ...Array<number>(7).fill(429),
    ]);
    expect(verified).toHaveLength(5);
  });

  it('from one address, whosever accounts, ends after twenty for a quarter of an hour', async () => {
    const { email } = await addSomebody();
    for (let time = 0; time < 20; time++)
      await login({ email: `guessed-${time}@example.com`, password: 'a guess' }).expect(401);
    expect((await login({ email, password: PASSWORD }).expect(429)).headers['retry-after']).toBe('900');
    pass(15 * MINUTE_MS);
    await login({ email, password: PASSWORD }).expect(200);
  });

  it('is not what somebody does who signs in again and again', async () => {
    const { email } = await addSomebody();
    for (let time = 0; time < 25; time++) await login({ email, password: PASSWORD }).expect(200);
  });

  it('names nobody in the database', async () => {
    await login({ email: 'nobody@example.com', password: 'a guess' }).expect(401);
    const { rows } = await query('SELECT * FROM login_failures');
    expect(rows).toHaveLength(2);
    expect(rows.map(({ key }) => (key as Buffer).length)).toEqual([32, 32]);
  });
});

describe('an API key', () => {
  it('reads, or changes too, as far as its scope and its user go', async () => {
    const [viewer, admin] = [
      await addSomebody(),
      await addUser(server, { email: 'second@example.com', role: 'admin' }),
    ];
    const scopeOf = async (key: string) => ((await as(key).get('/api/auth/me').expect(200)).body as Me).scope;
    expect(await scopeOf(await addKey(server, admin, { scope: 'write' }))).toBe('write');
    expect(await scopeOf(await addKey(server, admin, { scope: 'read' }))).toBe('read');
    expect(await scopeOf(await addKey(server, viewer, { scope: 'write' }))).toBe('read');
  });

  it('reads the sites that both it and its user may read', async () => {
    const sites = [];
    for (const domain of ['one.example', 'two.example', 'three.example'])
      sites.push((await server.sites.save({ domain, name: domain })).id);
    const [one, two, three] = sites as [number, number, number];
    const user = await addUser(server, { email: 'reader@example.com', siteIds: [one, two] });
    const sitesOf = async (siteIds: number[] | null) => {
      const key = await addKey(server, user, { scope: 'read', siteIds });
      return ((await as(key).get('/api/auth/me').expect(200)).body as Me).site_ids;
    };
    expect([await sitesOf(null), await sitesOf([two, three]), await sitesOf([three])]).toEqual([[one, two], [two], []]);
  });

  it('is told when it was used last, to the minute', async () => {
    const user = await addSomebody();
    const key = await addKey(server, user, { scope: 'read' });
    const lastUsed = async () =>
      (await query('SELECT last_used_at FROM api_keys WHERE user_id = $1', [user.id])).rows[0]!['last_used_at'];
    await as(key).get('/api/auth/me').expect(200);
    const first = nowMs;
    pass(59_000);
    await as(key).get('/api/auth/me').expect(200);
    expect(await lastUsed()).toEqual(new Date(first));
    pass(1_000);
    await as(key).get('/api/auth/me').expect(200);
    expect(await lastUsed()).toEqual(new Date(nowMs));
  });

  it('is over when it is revoked, and ends no sign-in', async () => {
    const user = await addSomebody();
    const key = await addKey(server, user, { scope: 'write' });
    expect(codeOf(await as(key).post('/api/auth/logout'))).toEqual([403, 'forbidden']);
    expect(
      codeOf(
        await as(key).post('/api/auth/password', { current_password: PASSWORD, new_password: 'a better one, I hope' }),
      ),
    ).toEqual([403, 'forbidden']);
    await query('UPDATE api_keys SET revoked_at = now() WHERE user_id = $1', [user.id]);
    await as(key).get('/api/auth/me').expect(401);
    await as('tm_invented').get('/api/auth/me').expect(401);
  });
});

describe('the first admin', () => {
  it('is made once, whatever the environment says later', async () => {
    const again = { email: 'another@example.com', password: 'correct horse battery 10' };
    expect(await createFirstAdmin(server.database.pool, again)).toBe(false);
    await login({ email: again.email, password: again.password }).expect(401);
  });

  it('is one, of several that are made at once', async () => {
    const fresh = await startTestServer({ isSignInRequired: true });
    try {
      const made = await Promise.all(
        ['a', 'b', 'c'].map((name) =>
          createFirstAdmin(fresh.database.pool, { email: `${name}@example.com`, password: PASSWORD }),
        ),
      );
      expect(made.filter(Boolean)).toHaveLength(1);
      expect((await fresh.database.pool.query('SELECT role FROM users')).rows).toEqual([{ role: 'admin' }]);
    } finally {
      await fresh.stop();
    }
  });
});

describe('a restart', () => {
  it('and a second process keep everybody signed in', async () => {
    const { accessToken, refreshToken } = await signInAs(server, await addSomebody());
    const another = await server.startAnother();
    try {
      await request(another.url).get('/api/auth/me').set('Authorization', `Bearer ${accessToken}`).expect(200);
    } finally {
      await another.stop();
    }
    await server.restart();
    await as(accessToken).get('/api/auth/me').expect(200);
    await refreshBy(refreshToken).expect(200);
  });
});

describe('what is over', () => {
  it('is forgotten: sign-ins after a month, tokens when they expire, failures after a day', async () => {
    const user = await addSomebody();
    const ended = await signInAs(server, user);
    await as(ended.accessToken).post('/api/auth/logout').expect(204);
    let { refreshToken } = await signInAs(server, user);
    await login({ email: user.email, password: 'a guess' }).expect(401);
    const count = async (table: string, where: string) =>
      Number((await query(`SELECT count(*) AS rows FROM ${table} WHERE ${where}`, [user.id])).rows[0]!['rows']);
    const counts = async () => {
      await forgetOldSignIns(server.auth);
      return [
        await count('sign_ins', 'user_id = $1'),
        await count('refresh_tokens', 'sign_in_id IN (SELECT id FROM sign_ins WHERE user_id = $1)'),
        await count('login_failures', '$1::integer IS NOT NULL'),
      ];
    };
    const renew = async () => {
      ({ refresh_token: refreshToken = '' } = signInOf(await refreshBy(refreshToken).expect(200)));
    };
    expect(await counts()).toEqual([2, 2, 2]);
    pass(20 * DAY_MS);
    await renew();
    expect(await counts()).toEqual([2, 3, 0]);
    pass(20 * DAY_MS);
    await renew();
    expect(await counts()).toEqual([1, 2, 0]);
  });
});
