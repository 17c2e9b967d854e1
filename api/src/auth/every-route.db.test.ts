import { createSecretKey, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OpenedShare, User } from '@tidemark/contracts';
import { SignJWT, UnsecuredJWT } from 'jose';
import { createOpenApiDocument } from '../ops/openapi.js';
import { loadSecret } from '../secrets.js';
import {
  addInvite,
  addKey,
  addShare,
  addUser,
  CHROME,
  PASSWORD,
  signInAs,
  startTestServer,
  type TestServer,
} from '../testing/index.js';
import { createAccessTokens } from './access-tokens.js';

/** Who asks. The site asked about is `mine.example`; a stranger is a member of `other.example`. */
const actors = [
  'anonymous',
  'expired token',
  'revoked token',
  'alg none',
  'wrong key',
  'wrong audience',
  'stranger',
  'viewer',
  'read-only key',
  'key of another site',
  'write key',
  'share',
  'share of another site',
  'admin',
] as const;
type Actor = (typeof actors)[number];
type Answers = Record<Actor, number>;

interface Call {
  path: string;
  /** Sent as JSON, text as CSV. */
  body?: object | string;
}

/** What an operation is called with, and what each actor is answered. */
interface Row {
  call: (world: World) => Call | Promise<Call>;
  answers: Answers;
}

interface World {
  mineId: number;
  /** Somebody who may be removed. */
  somebodyId: number;
  /** Of the admin. */
  keyId: number;
  /** Of `mine.example`. */
  shareId: number;
  /** A training of `mine.example`. */
  jobId: string;
  /** Marked days of `mine.example`. */
  markId: number;
  /** A recommendation for `mine.example`. */
  cardId: number;
  /** An annotation of `mine.example`. */
  annotationId: number;
  admin: User;
}

const everybody = (status: number) => Object.fromEntries(actors.map((actor) => [actor, status])) as Answers;
const CLOSED = everybody(401);
/** The same for all: nobody is asked who he or she is. */
const open = everybody;
/** Whoever is known. */
const known = (status: number): Answers => ({
  ...CLOSED,
  stranger: status,
  viewer: status,
  'read-only key': status,
  'key of another site': status,
  'write key': status,
  admin: status,
});
/** Who may read `mine.example`; to others it doesn't exist. */
const readers = (status: number): Answers => ({ ...known(status), stranger: 404, 'key of another site': 404 });
/** Who may read `mine.example`, also by its share. */
const figures = (status: number): Answers => ({
  ...readers(status),
  share: status,
  'share of another site': 404,
});
/** Who may change `mine.example`. */
const changers = (status: number): Answers => ({
  ...CLOSED,
  stranger: 403,
  viewer: 403,
  'read-only key': 403,
  'key of another site': 404,
  'write key': status,
  admin: status,
});
/** Who may change the installation. */
const admins = (status: number): Answers => ({ ...changers(status), 'key of another site': 403 });
/** Who signed in, and isn't a program. */
const people = (status: number): Answers => ({
  ...CLOSED,
  stranger: status,
  viewer: status,
  admin: status,
  ...keys(403),
});
const keys = (status: number) => ({ 'read-only key': status, 'key of another site': status, 'write key': status });

/** An admin who signed in, and isn't a program. */
const adminsInPerson = (status: number): Answers => ({ ...people(403), admin: status });

const SITE = 'site=mine.example';
const get =
  (path: string): Row['call'] =>
  () => ({ path });

/** Every operation of the OpenAPI document. One that isn't here fails the test, and so does one that isn't there. */
const table: Record<string, Row> = {
  'post /api/track': {
    call: () => ({
      path: '/api/track',
      body: { page_url: 'https://mine.example/', visitor_id: 'v', session_id: 's', user_agent: CHROME },
    }),
    answers: open(201),
  },
  'get /api/health': { call: get('/api/health'), answers: open(200) },
  'get /api/ready': { call: get('/api/ready'), answers: open(200) },
  // The tests are a program on this machine. A token that isn't METRICS_TOKEN is refused all the same.
  'get /metrics': { call: get('/metrics'), answers: { ...everybody(401), anonymous: 200 } },

  'post /api/auth/login': {
    call: ({ admin }) => ({ path: '/api/auth/login', body: { email: admin.email, password: PASSWORD } }),
    answers: open(200),
  },
  'post /api/auth/refresh': {
    call: async ({ admin }) => ({
      path: '/api/auth/refresh',
      body: { refresh_token: (await signInAs(server, admin)).refreshToken },
    }),
    answers: open(200),
  },
  'post /api/auth/logout': { call: () => ({ path: '/api/auth/logout', body: {} }), answers: people(204) },
  'get /api/auth/me': { call: get('/api/auth/me'), answers: known(200) },
  'patch /api/auth/me': {
    call: () => ({ path: '/api/auth/me', body: { name: 'Somebody' } }),
    answers: people(200),
  },
  'post /api/auth/password': {
    call: () => ({ path: '/api/auth/password', body: { current_password: PASSWORD, new_password: PASSWORD } }),
    answers: people(200),
  },

  // Nothing is begun, and nothing is there: whose it would be is told so.
  'get /api/auth/totp': { call: get('/api/auth/totp'), answers: people(200) },
  'post /api/auth/totp': {
    call: () => ({ path: '/api/auth/totp', body: { password: PASSWORD } }),
    answers: people(200),
  },
  'post /api/auth/totp/confirm': {
    call: () => ({ path: '/api/auth/totp/confirm', body: { code: '123456' } }),
    answers: people(409),
  },
  'delete /api/auth/totp': {
    call: () => ({ path: '/api/auth/totp', body: { password: PASSWORD, code: '123456' } }),
    answers: people(409),
  },
  'post /api/auth/totp/recovery-codes': {
    call: () => ({ path: '/api/auth/totp/recovery-codes', body: { password: PASSWORD, code: '123456' } }),
    answers: people(409),
  },
  'post /api/auth/invite': {
    call: async () => ({ path: '/api/auth/invite', body: { token: await inviteSomebody() } }),
    answers: open(200),
  },
  'post /api/auth/invite/accept': {
    call: async () => ({
      path: '/api/auth/invite/accept',
      body: { token: await inviteSomebody(), password: PASSWORD },
    }),
    answers: open(200),
  },

  'get /api/users': { call: get('/api/users'), answers: adminsInPerson(200) },
  'post /api/users': {
    call: () => ({ path: '/api/users', body: { email: `${randomUUID()}@example.com`, role: 'viewer' } }),
    answers: adminsInPerson(201),
  },
  'patch /api/users/{id}': {
    call: ({ somebodyId }) => ({ path: `/api/users/${somebodyId}`, body: { is_disabled: true } }),
    answers: adminsInPerson(200),
  },
  'delete /api/users/{id}': {
    call: ({ somebodyId }) => ({ path: `/api/users/${somebodyId}` }),
    answers: adminsInPerson(204),
  },
  'get /api/invites': { call: get('/api/invites'), answers: adminsInPerson(200) },
  'delete /api/invites/{id}': {
    call: ({ somebodyId }) => ({ path: `/api/invites/${somebodyId}` }),
    answers: adminsInPerson(204),
  },

  'get /api/keys': { call: get('/api/keys'), answers: people(200) },
  'post /api/keys': {
    call: () => ({ path: '/api/keys', body: { name: 'of a test', scope: 'read' } }),
    answers: people(201),
  },
  // It's the admin's: to others it doesn't exist.
  'delete /api/keys/{id}': {
    call: ({ keyId }) => ({ path: `/api/keys/${keyId}` }),
    answers: { ...people(404), admin: 204 },
  },

  'get /api/sites/{id}/shares': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/shares` }),
    answers: { ...admins(200), 'read-only key': 200 },
  },
  'post /api/sites/{id}/shares': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/shares`, body: {} }),
    answers: admins(201),
  },
  'delete /api/sites/{id}/shares/{share_id}': {
    call: ({ mineId, shareId }) => ({ path: `/api/sites/${mineId}/shares/${shareId}` }),
    answers: admins(204),
  },
  'post /api/shares/open': {
    call: async ({ mineId }) => ({
      path: '/api/shares/open',
      body: { token: (await addShare(server, mineId)).token },
    }),
    answers: open(200),
  },

  'get /api/sites': { call: get('/api/sites'), answers: known(200) },
  'post /api/sites': {
    call: () => ({ path: '/api/sites', body: { domain: `${randomUUID()}.example` } }),
    answers: admins(201),
  },
  'get /api/sites/{id}': { call: ({ mineId }) => ({ path: `/api/sites/${mineId}` }), answers: readers(200) },
  'patch /api/sites/{id}': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}`, body: { name: 'Mine' } }),
    answers: changers(200),
  },
  'delete /api/sites/{id}': { call: ({ mineId }) => ({ path: `/api/sites/${mineId}` }), answers: changers(204) },

  'get /api/sites/{id}/marked-days': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/marked-days` }),
    answers: readers(200),
  },
  'post /api/sites/{id}/marked-days': {
    call: ({ mineId }) => ({
      path: `/api/sites/${mineId}/marked-days`,
      body: { start_date: '2026-01-01', reason: 'a campaign' },
    }),
    answers: changers(201),
  },
  'delete /api/sites/{id}/marked-days/{marked_id}': {
    call: ({ mineId, markId }) => ({ path: `/api/sites/${mineId}/marked-days/${markId}` }),
    answers: changers(204),
  },

  'get /api/sites/{id}/imported-days': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/imported-days` }),
    answers: readers(200),
  },
  'post /api/sites/{id}/imported-days': {
    call: ({ mineId }) => ({
      path: `/api/sites/${mineId}/imported-days?overwrite=true`,
      body: 'date,page_views\n2025-01-01,1\n',
    }),
    answers: changers(200),
  },
  'delete /api/sites/{id}/imported-days': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/imported-days` }),
    answers: changers(204),
  },

  // Everybody has views of his or her own, viewers too; programs have none.
  'get /api/sites/{id}/views': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/views` }),
    answers: { ...people(200), stranger: 404 },
  },
  'post /api/sites/{id}/views': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/views`, body: { name: randomUUID(), query: '' } }),
    answers: { ...people(201), stranger: 404 },
  },
  // They are the admin's: to others they don't exist.
  'patch /api/sites/{id}/views/{view_id}': {
    call: async ({ mineId, admin }) => ({
      path: `/api/sites/${mineId}/views/${await addView(mineId, admin)}`,
      body: { query: 'country=DE' },
    }),
    answers: { ...people(404), admin: 200 },
  },
  'delete /api/sites/{id}/views/{view_id}': {
    call: async ({ mineId, admin }) => ({ path: `/api/sites/${mineId}/views/${await addView(mineId, admin)}` }),
    answers: { ...people(404), admin: 204 },
  },

  'get /api/sites/{id}/annotations': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/annotations` }),
    answers: readers(200),
  },
  'post /api/sites/{id}/annotations': {
    call: ({ mineId }) => ({
      path: `/api/sites/${mineId}/annotations`,
      body: { date: '2026-01-01', text: 'a campaign' },
    }),
    answers: changers(201),
  },
  'patch /api/sites/{id}/annotations/{annotation_id}': {
    call: ({ mineId, annotationId }) => ({
      path: `/api/sites/${mineId}/annotations/${annotationId}`,
      body: { text: 'two campaigns' },
    }),
    answers: changers(200),
  },
  'delete /api/sites/{id}/annotations/{annotation_id}': {
    call: ({ mineId, annotationId }) => ({ path: `/api/sites/${mineId}/annotations/${annotationId}` }),
    answers: changers(204),
  },

  'get /api/sites/{id}/digest': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/digest` }),
    answers: { ...admins(200), 'read-only key': 200 },
  },
  'patch /api/sites/{id}/digest': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/digest`, body: { is_enabled: false } }),
    answers: admins(200),
  },
  'get /api/sites/{id}/digest/preview': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/digest/preview` }),
    answers: { ...admins(200), 'read-only key': 200 },
  },
  // Nobody gets it: who may send it is told so.
  'post /api/sites/{id}/digest/send': {
    call: ({ mineId }) => ({ path: `/api/sites/${mineId}/digest/send` }),
    answers: admins(409),
  },

  'get /api/privacy/visitors/{visitor_id}/export': {
    call: get('/api/privacy/visitors/nobody/export'),
    answers: { ...admins(200), 'read-only key': 200 },
  },
  'delete /api/privacy/visitors/{visitor_id}': { call: get('/api/privacy/visitors/nobody'), answers: admins(200) },
  'get /api/audit': { call: get('/api/audit'), answers: { ...admins(200), 'read-only key': 200 } },

  'get /api/metrics/daily': { call: get(`/api/metrics/daily?${SITE}`), answers: figures(200) },
  'get /api/metrics/timeseries': {
    call: get(`/api/metrics/timeseries?${SITE}&interval=week`),
    answers: figures(200),
  },
  'get /api/metrics/pages': { call: get(`/api/metrics/pages?${SITE}&format=csv`), answers: figures(200) },
  'get /api/metrics/sources': { call: get(`/api/metrics/sources?${SITE}`), answers: figures(200) },
  'get /api/metrics/breakdown': {
    call: get(`/api/metrics/breakdown?${SITE}&dimension=country`),
    answers: figures(200),
  },
  // What was filtered concerns who runs the site, not who was sent a link.
  'get /api/metrics/ignored': { call: get(`/api/metrics/ignored?${SITE}`), answers: readers(200) },
  'get /api/metrics/realtime': { call: get(`/api/metrics/realtime?${SITE}`), answers: figures(200) },
  'get /api/metrics/realtime/stream': { call: get(`/api/metrics/realtime/stream?${SITE}`), answers: figures(200) },

  'get /api/predictions/{metric}': { call: get(`/api/predictions/sessions?${SITE}`), answers: figures(409) },
  'get /api/predictions/accuracy': {
    call: get(`/api/predictions/accuracy?metric=sessions&${SITE}`),
    answers: figures(200),
  },
  // Forecasting is off here: who may ask for a training is told so.
  'post /api/predictions/retrain': {
    call: () => ({ path: '/api/predictions/retrain', body: { site: 'mine.example' } }),
    answers: changers(503),
  },
  'get /api/predictions/retrain/{job_id}': {
    call: ({ jobId }) => ({ path: `/api/predictions/retrain/${jobId}` }),
    answers: readers(200),
  },

  'get /api/recommendations': { call: get(`/api/recommendations?${SITE}`), answers: readers(200) },
  'get /api/recommendations/track-record': {
    call: get(`/api/recommendations/track-record?${SITE}`),
    answers: readers(200),
  },
  // No jobs run here: who may have a site looked at is told so.
  'post /api/recommendations/run': {
    call: () => ({ path: '/api/recommendations/run', body: { site: 'mine.example' } }),
    answers: changers(503),
  },
  'get /api/recommendations/{id}': {
    call: ({ cardId }) => ({ path: `/api/recommendations/${cardId}` }),
    answers: readers(200),
  },
  'put /api/recommendations/{id}/status': {
    call: ({ cardId }) => ({ path: `/api/recommendations/${cardId}/status`, body: { status: 'dismissed' } }),
    answers: changers(200),
  },
};

const operations = Object.entries(createOpenApiDocument().paths ?? {}).flatMap(([path, item]) =>
  Object.keys(item).map((method) => `${method} ${path}`),
);

let server: TestServer;
let staff: { admin: User; viewer: User; stranger: User };
let secret: string;
let otherId: number;
let world: World;
beforeAll(async () => {
  server = await startTestServer({ isSignInRequired: true });
  secret = await loadSecret(server.dataDir, 'jwt-secret');
  ({ id: otherId } = await server.sites.save({ domain: 'other.example', name: 'Other' }));
  staff = {
    admin: await addUser(server, { email: 'admin@example.com', role: 'admin' }),
    viewer: await addUser(server, { email: 'viewer@example.com' }),
    stranger: await addUser(server, { email: 'stranger@example.com', siteIds: [otherId] }),
  };
});
afterAll(() => server.stop());

/** What a call may have removed is there again. */
beforeEach(async () => {
  const { pool } = server.database;
  const mine =
    (await server.sites.find('mine.example')) ?? (await server.sites.save({ domain: 'mine.example', name: 'Mine' }));
  await pool.query('INSERT INTO site_members VALUES ($1, $2) ON CONFLICT DO NOTHING', [staff.viewer.id, mine.id]);
  const { rows } = await pool.query<{ id: string }>(
    "INSERT INTO forecast_jobs (site_id, cause, metrics, status) VALUES ($1, 'asked', '{sessions}', 'failed') RETURNING id",
    [mine.id],
  );
  await pool.query('DELETE FROM marked_days');
  const marks = await pool.query<{ id: number }>(
    "INSERT INTO marked_days (site_id, start_date, end_date, reason, source) VALUES ($1, '2025-01-01', '2025-01-01', 'x', 'owner') RETURNING id",
    [mine.id],
  );
  await pool.query('DELETE FROM recommendations');
  const cards = await pool.query<{ id: number }>(
    `INSERT INTO recommendations (site_id, type, key, title, description, score, data, first_seen, last_seen)
     VALUES ($1, 'page_trend', 'x', 'x', 'x', 1, '{}', '2025-01-01', '2025-01-01') RETURNING id`,
    [mine.id],
  );
  await pool.query('DELETE FROM annotations');
  const annotations = await pool.query<{ id: number }>(
    "INSERT INTO annotations (site_id, date, text, created_at, updated_at) VALUES ($1, '2025-01-01', 'x', now(), now()) RETURNING id",
    [mine.id],
  );
  await pool.query('DELETE FROM api_keys');
  await pool.query('UPDATE users SET totp_secret = NULL');
  await addKey(server, staff.admin, { scope: 'read' });
  const { rows: keys } = await pool.query<{ id: number }>('SELECT id FROM api_keys');
  const { invite } = await addInvite(server, { email: `${randomUUID()}@example.com` });
  const { share } = await addShare(server, mine.id);
  world = {
    mineId: mine.id,
    somebodyId: invite.id,
    keyId: keys[0]!.id,
    shareId: share.id,
    jobId: rows[0]!.id,
    markId: marks.rows[0]!.id,
    cardId: cards.rows[0]!.id,
    annotationId: annotations.rows[0]!.id,
    admin: staff.admin,
  };
});

const addView = async (siteId: number, { id }: User): Promise<number> => {
  const { rows } = await server.database.pool.query<{ id: number }>(
    "INSERT INTO saved_views (user_id, site_id, name, query, created_at) VALUES ($1, $2, $3, '', now()) RETURNING id",
    [id, siteId, randomUUID()],
  );
  return rows[0]!.id;
};

const inviteSomebody = async () => (await addInvite(server, { email: `${randomUUID()}@example.com` })).token;

/** The token that an actor sends. */
async function tokenOf(actor: Actor): Promise<string | undefined> {
  const { admin, viewer, stranger } = staff;
  const { accessToken } = await signInAs(server, admin);
  const claims = JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
  const signedIn = { userId: Number(claims['sub']), signInId: String(claims['sid']) };
  switch (actor) {
    case 'anonymous':
      return undefined;
    case 'expired token': {
      const yesterday = () => new Date(Date.now() - 86_400_000 - 60_000);
      return createAccessTokens({ secret, now: yesterday }).issue(signedIn);
    }
    case 'revoked token':
      await server.database.pool.query("UPDATE sign_ins SET revoked_at = now(), revoked_reason = 'x' WHERE id = $1", [
        signedIn.signInId,
      ]);
      return accessToken;
    case 'alg none':
      return new UnsecuredJWT(claims).encode();
    case 'wrong key':
      return createAccessTokens({ secret: 'another secret of the same length', now: () => new Date() }).issue(signedIn);
    case 'wrong audience':
      return new SignJWT({ ...claims, aud: 'elsewhere' })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(createSecretKey(secret, 'utf8'));
    case 'stranger':
      return (await signInAs(server, stranger)).accessToken;
    case 'viewer':
      return (await signInAs(server, viewer)).accessToken;
    case 'read-only key':
      return addKey(server, admin, { scope: 'read' });
    case 'key of another site':
      return addKey(server, admin, { scope: 'write', siteIds: [otherId] });
    case 'write key':
      return addKey(server, admin, { scope: 'write' });
    case 'share':
      return openShare(world.mineId);
    case 'share of another site':
      return openShare(otherId);
    case 'admin':
      return accessToken;
  }
}

async function openShare(siteId: number): Promise<string> {
  const { token } = await addShare(server, siteId);
  const response = await ask('post', { path: '/api/shares/open', body: { token } }, undefined);
  return ((await response.json()) as OpenedShare).access_token;
}

async function ask(method: string, { path, body }: Call, token: string | undefined): Promise<Response> {
  const left = new AbortController();
  const response = await fetch(server.url + path, {
    method: method.toUpperCase(),
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': typeof body === 'string' ? 'text/csv' : 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: left.signal,
  });
  // A stream doesn't end by itself.
  if (response.headers.get('content-type') === 'text/event-stream') left.abort();
  return response;
}

describe('every route of the OpenAPI document', () => {
  it('has a row in the table, and the other way round', () => {
    expect(Object.keys(table).sort()).toEqual([...operations].sort());
  });

  describe.each(operations)('%s', (operation) => {
    it.each(actors)('answers %s as the table says', async (actor) => {
      const { call, answers } = table[operation]!;
      const [method = ''] = operation.split(' ');
      const response = await ask(method, await call(world), await tokenOf(actor));
      expect(response.status).toBe(answers[actor]);
      if (response.status < 400) return;
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      if (response.status === 401) expect(response.headers.get('www-authenticate')).toBe('Bearer');
    });
  });
});

describe('what is in no table', () => {
  it.each(['/api', '/api/nothing', '/api/sites/1/nothing', '/api/auth/nothing', '/api/docs/nothing'])(
    'is closed to strangers and not found by others: %s',
    async (path) => {
      expect((await ask('get', { path }, undefined)).status).toBe(401);
      expect((await ask('get', { path }, await tokenOf('admin'))).status).toBe(404);
    },
  );

  it.each(['/api/openapi.json', '/api/docs', '/api/docs/start.js', '/tracker.js'])('is open: %s', async (path) => {
    expect((await ask('get', { path }, undefined)).status).toBe(200);
  });

  it.each(['/api', '/api/nothing', '/api/metrics/nothing', '/api/predictions/retrain/nothing', '/api/docs/nothing'])(
    'is closed to shares: %s',
    async (path) => {
      expect((await ask('get', { path }, await tokenOf('share'))).status).toBe(401);
    },
  );

  it('is no way around: other spellings of a closed path are closed', async () => {
    for (const path of [
      '/API/sites',
      '/api/sites/',
      '//api/sites',
      '/api//sites',
      '/api/%73ites',
      '/api/auth/../sites',
    ])
      expect([path, [401, 404].includes((await ask('get', { path }, undefined)).status)]).toEqual([path, true]);
  });
});

describe('the sites of a viewer', () => {
  const domainsFor = async (actor: Actor) => {
    const response = await ask('get', { path: '/api/sites' }, await tokenOf(actor));
    return ((await response.json()) as { data: { domain: string }[] }).data.map(({ domain }) => domain);
  };
  const siteFor = async (actor: Actor) => {
    const response = await ask('get', { path: '/api/metrics/realtime' }, await tokenOf(actor));
    return ((await response.json()) as { site?: string }).site;
  };

  it('are all that is listed, and the first of them is the default', async () => {
    expect(await domainsFor('viewer')).toEqual(['mine.example']);
    expect(await domainsFor('stranger')).toEqual(['other.example']);
    expect(await domainsFor('key of another site')).toEqual(['other.example']);
    expect(await domainsFor('admin')).toEqual(expect.arrayContaining(['mine.example', 'other.example']));
    expect([await siteFor('viewer'), await siteFor('stranger'), await siteFor('admin')]).toEqual([
      'mine.example',
      'other.example',
      'other.example',
    ]);
  });

  it('that are none look as if there were none', async () => {
    await server.database.pool.query('DELETE FROM site_members WHERE user_id = $1', [staff.viewer.id]);
    expect(await domainsFor('viewer')).toEqual([]);
    expect((await ask('get', { path: '/api/metrics/daily' }, await tokenOf('viewer'))).status).toBe(404);
  });

  it('of another look like one that does not exist', async () => {
    const details = [];
    for (const name of ['mine.example', 'made-up.example']) {
      const response = await ask('get', { path: `/api/metrics/daily?site=${name}` }, await tokenOf('stranger'));
      const { detail, status, type } = (await response.json()) as Record<string, unknown>;
      details.push([String(detail).replace(name, '...'), status, type]);
    }
    expect(details[0]).toEqual(details[1]);
  });
});

describe('readiness', () => {
  it('tells its reasons to those alone who are let in', async () => {
    const reasonsFor = async (actor: Actor) =>
      ((await (await ask('get', { path: '/api/ready' }, await tokenOf(actor))).json()) as { reasons?: object }).reasons;
    expect([await reasonsFor('anonymous'), await reasonsFor('expired token')]).toEqual([undefined, undefined]);
    expect(await reasonsFor('viewer')).toEqual({ ml: expect.any(String) });
  });
});

describe('an open stream', () => {
  it('ends when its reader signs out', async () => {
    const impatient = await startTestServer({ isSignInRequired: true, auth: { recheckEveryMs: 20 } });
    try {
      await impatient.sites.save({ domain: 'mine.example', name: 'Mine' });
      const admin = await addUser(impatient, { email: 'admin@example.com', role: 'admin' });
      const [reader, another] = [await signInAs(impatient, admin), await signInAs(impatient, admin)];
      const headersOf = ({ accessToken }: typeof reader) => ({ Authorization: `Bearer ${accessToken}` });
      const stream = await fetch(`${impatient.url}/api/metrics/realtime/stream`, { headers: headersOf(reader) });
      const ended = stream.text();
      await fetch(`${impatient.url}/api/auth/logout`, { method: 'POST', headers: headersOf(another) });
      expect(await Promise.race([ended, sleep(200, 'open')])).toBe('open');
      await fetch(`${impatient.url}/api/auth/logout`, { method: 'POST', headers: headersOf(reader) });
      expect(await ended).toContain('data: ');
    } finally {
      await impatient.stop();
    }
  });
});
