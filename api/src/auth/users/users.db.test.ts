import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  CreatedInvite,
  InviteList,
  Me,
  Member,
  MemberList,
  PendingInvite,
  Problem,
  SignIn,
  User,
} from '@tidemark/contracts';
import request, { type Response } from 'supertest';
import type { AuditNote } from '../../audit/index.js';
import {
  addInvite,
  addKey,
  addUser,
  PASSWORD,
  signInAs,
  startTestServer,
  type TestServer,
} from '../../testing/index.js';

const HOUR_MS = 3_600_000;

let server: TestServer;
let owner: User;
let nowMs = Date.parse('2026-06-01T12:00:00Z');
let siteIds: [number, number];
const notes: AuditNote[] = [];
beforeAll(async () => {
  server = await startTestServer({
    isSignInRequired: true,
    now: () => new Date(nowMs),
    auth: { record: (note) => Promise.resolve(notes.push(note)) },
  });
  owner = await addUser(server, { email: 'owner@example.com', role: 'admin' });
  siteIds = [await addSite('one.example'), await addSite('two.example')];
});
afterAll(() => server.stop());
beforeEach(() => {
  notes.length = 0;
});

const addSite = async (domain: string) => (await server.sites.save({ domain, name: domain })).id;
const query = (text: string, values: unknown[] = []) =>
  server.database.pool.query<Record<string, unknown>>(text, values);
const codeOf = (response: Response) => [response.status, (response.body as Problem).type.split(':').at(-1)];
const wrongOf = (response: Response) => (response.body as Problem).errors?.map(({ path }) => path);
const by = (token: string) => {
  const send = (method: 'get' | 'post' | 'patch' | 'delete') => (path: string, body?: object) =>
    request(server.url)[method](`/api${path}`).set('Authorization', `Bearer ${token}`).send(body);
  return { get: send('get'), post: send('post'), patch: send('patch'), delete: send('delete') };
};
const as = async (user: User) => by((await signInAs(server, user)).accessToken);
const invitation = (token: string) => request(server.url).post('/api/auth/invite').send({ token });
const accept = (body: object) => request(server.url).post('/api/auth/invite/accept').send(body);
const login = (email: string, password = PASSWORD) =>
  request(server.url).post('/api/auth/login').send({ email, password });

let count = 0;
const newEmail = () => `somebody-${++count}@example.com`;
const addSomebody = (role: User['role'] = 'viewer') => addUser(server, { email: newEmail(), role });
const memberOf = async ({ id }: Pick<User, 'id'>): Promise<Member> =>
  ((await (await as(owner)).get('/users')).body as MemberList).data.find((member) => member.id === id)!;

describe('an invitation', () => {
  it('lets in who has its link, with a password of his or her own', async () => {
    const email = newEmail();
    const response = await (
      await as(owner)
    ).post('/users', { email: email.toUpperCase(), role: 'viewer', site_ids: siteIds });
    const { invite, link } = response.body as CreatedInvite;
    expect([response.status, invite]).toEqual([
      201,
      {
        id: expect.any(Number),
        email,
        role: 'viewer',
        site_ids: siteIds,
        invited_by: owner.email,
        created_at: new Date(nowMs).toISOString(),
        expires_at: new Date(nowMs + 72 * HOUR_MS).toISOString(),
      },
    ]);
    expect(link).toMatch(/^\/invite#token=[\w-]{43}$/);
    expect(await memberOf(invite)).toMatchObject({ state: 'invited', last_seen_at: null });
    await login(email).expect(401);

    const token = link.split('=')[1]!;
    const { rows } = await query('SELECT i::text AS kept FROM invites i');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect((await invitation(token).expect(200)).body).toEqual({
      email,
      role: 'viewer',
      expires_at: invite.expires_at,
    } satisfies PendingInvite);
    expect(wrongOf(await accept({ token, password: email }).expect(400))).toEqual(['password']);
    const accepted = await accept({ token, password: PASSWORD, name: 'Some Body' }).expect(200);
    expect((accepted.body as SignIn).user).toEqual({ id: invite.id, email, name: 'Some Body', role: 'viewer' });
    expect(accepted.headers['set-cookie']?.[0]).toMatch(/^refresh_token=.+HttpOnly; SameSite=Strict$/);
    const me = (
      await by((accepted.body as SignIn).access_token)
        .get('/auth/me')
        .expect(200)
    ).body as Me;
    expect(me).toMatchObject({ scope: 'read', site_ids: siteIds });
    await login(email).expect(200);
    expect(await memberOf(invite)).toMatchObject({ state: 'active', last_seen_at: new Date(nowMs).toISOString() });
    expect(notes.map(({ action }) => action)).toEqual(['user_added', 'sign_in_failed', 'signed_in', 'signed_in']);
  });

  it('is over once accepted, also for the second of two who accept at once', async () => {
    const { token } = await addInvite(server, { email: newEmail() });
    const both = await Promise.all([accept({ token, password: PASSWORD }), accept({ token, password: PASSWORD })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(codeOf(await invitation(token))).toEqual([404, 'not_found']);
    expect(codeOf(await accept({ token, password: PASSWORD }))).toEqual([404, 'not_found']);
  });

  it('is over after three days, when another is made, when it is withdrawn, and when its user is disabled', async () => {
    const admin = await as(owner);
    const email = newEmail();
    const first = await addInvite(server, { email });
    nowMs += 72 * HOUR_MS - 1;
    await invitation(first.token).expect(200);
    nowMs += 1;
    await invitation(first.token).expect(404);
    await accept({ token: first.token, password: PASSWORD }).expect(404);

    const again = async () => {
      const { body } = await (await as(owner)).post('/users', { email, role: 'viewer' }).expect(201);
      return (body as CreatedInvite).link.split('=')[1]!;
    };
    const [second, third] = [await again(), await again()];
    await invitation(second).expect(404);
    await invitation(third).expect(200);
    await (await as(owner)).patch(`/users/${first.invite.id}`, { is_disabled: true }).expect(200);
    await invitation(third).expect(404);
    const fourth = await again();
    await invitation(fourth).expect(200);
    await (await as(owner)).delete(`/invites/${first.invite.id}`).expect(204);
    await accept({ token: fourth, password: PASSWORD }).expect(404);
    expect(await memberOf(first.invite)).toBeUndefined();
    expect(codeOf(await (await as(owner)).delete(`/invites/${first.invite.id}`))).toEqual([404, 'not_found']);
    await admin.get('/users').expect(401); // three days on, the sign-in is over
  });

  it('is for who is not there yet', async () => {
    const admin = await as(owner);
    const somebody = await addSomebody();
    expect(codeOf(await admin.post('/users', { email: somebody.email, role: 'admin' }))).toEqual([409, 'conflict']);
    expect(codeOf(await admin.delete(`/invites/${somebody.id}`))).toEqual([404, 'not_found']);
    expect((await memberOf(somebody)).role).toBe('viewer');
  });

  it('is listed until it is accepted', async () => {
    const admin = await as(owner);
    const { invite, token } = await addInvite(server, { email: newEmail() });
    const listed = async () => ((await admin.get('/invites').expect(200)).body as InviteList).data;
    expect(await listed()).toContainEqual(invite);
    await accept({ token, password: PASSWORD }).expect(200);
    expect((await listed()).map(({ id }) => id)).not.toContain(invite.id);
  });

  it.each([
    [{ email: 'x@example.com', role: 'owner' }, ['role']],
    [{ email: 'x', role: 'viewer' }, ['email']],
    [{ email: 'x@example.com', role: 'viewer', site_ids: [999] }, ['site_ids']],
    [{ email: 'x@example.com', role: 'admin', site_ids: [] }, ['site_ids']],
    [{ email: 'x@example.com', role: 'viewer', is_disabled: false }, ['is_disabled']],
  ])('is not made of %j', async (body, wrong) => {
    expect(wrongOf(await (await as(owner)).post('/users', body).expect(400))).toEqual(wrong);
    expect((await query("SELECT FROM users WHERE email = 'x@example.com'")).rows).toEqual([]);
  });
});

describe('a change of a user', () => {
  it('holds at once, for sign-ins and keys that are open', async () => {
    const admin = await as(owner);
    const user = await addSomebody();
    const [session, key] = [await as(user), by(await addKey(server, user, { scope: 'write' }))];
    const rightsOf = async (asker: typeof session) => {
      const { scope, site_ids } = (await asker.get('/auth/me').expect(200)).body as Me;
      return [scope, site_ids];
    };
    const change = (body: object) => admin.patch(`/users/${user.id}`, body).expect(200);
    expect([await rightsOf(session), await rightsOf(key)]).toEqual([
      ['read', []],
      ['read', []],
    ]);
    expect((await change({ site_ids: [siteIds[1]] })).body).toMatchObject({ role: 'viewer', site_ids: [siteIds[1]] });
    expect(await rightsOf(session)).toEqual(['read', [siteIds[1]]]);
    expect((await change({ role: 'admin' })).body).toMatchObject({ role: 'admin', site_ids: null });
    expect([await rightsOf(session), await rightsOf(key)]).toEqual([
      ['write', null],
      ['write', null],
    ]);
    await session.get('/users').expect(200);
    // Nothing comes back that was read before the promotion.
    expect((await change({ role: 'viewer' })).body).toMatchObject({ role: 'viewer', site_ids: [] });
    await session.get('/users').expect(403);
    expect(
      notes.map(({ action, actor, details }) => [action, actor.name, details?.['role'], details?.['role_before']]),
    ).toEqual([
      ['user_changed', owner.email, 'viewer', 'viewer'],
      ['user_changed', owner.email, 'admin', 'viewer'],
      ['user_changed', owner.email, 'viewer', 'admin'],
    ]);
  });

  it('that disables ends sign-ins and stops keys, and the sign-ins do not come back', async () => {
    const admin = await as(owner);
    const user = await addSomebody('admin');
    const [session, key] = [await as(user), by(await addKey(server, user, { scope: 'write' }))];
    const { refreshToken } = await signInAs(server, user);
    const refresh = () => request(server.url).post('/api/auth/refresh').send({ refresh_token: refreshToken });
    expect((await admin.patch(`/users/${user.id}`, { is_disabled: true }).expect(200)).body).toMatchObject({
      state: 'disabled',
    });
    for (const asker of [session, key]) await asker.get('/auth/me').expect(401);
    await refresh().expect(401);
    await login(user.email).expect(401);
    await admin.patch(`/users/${user.id}`, { is_disabled: false }).expect(200);
    await session.get('/auth/me').expect(401);
    await refresh().expect(401);
    await key.get('/auth/me').expect(200);
    await login(user.email).expect(200);
  });

  it('that removes takes sign-ins, keys and memberships along', async () => {
    const admin = await as(owner);
    const user = await addUser(server, { email: newEmail(), siteIds });
    const [session, key] = [await as(user), by(await addKey(server, user, { scope: 'read' }))];
    await admin.delete(`/users/${user.id}`).expect(204);
    for (const asker of [session, key]) await asker.get('/auth/me').expect(401);
    expect((await query('SELECT FROM site_members WHERE user_id = $1', [user.id])).rows).toEqual([]);
    for (const response of [
      await admin.delete(`/users/${user.id}`),
      await admin.patch(`/users/${user.id}`, { role: 'admin' }),
    ])
      expect(codeOf(response)).toEqual([404, 'not_found']);
  });

  it.each([
    [{ site_ids: [999] }, ['site_ids']],
    [{ role: 'admin', site_ids: [] }, ['site_ids']],
    [{ role: 'root' }, ['role']],
    [{ email: 'another@example.com' }, ['email']],
  ])('is refused as a whole: %j', async (body, wrong) => {
    const user = await addSomebody();
    const before = await memberOf(user);
    const admin = await as(owner);
    expect(wrongOf(await admin.patch(`/users/${user.id}`, { is_disabled: true, ...body }).expect(400))).toEqual(wrong);
    expect(await memberOf(user)).toEqual(before);
    expect(notes).toEqual([]);
  });
});

describe('the last admin', () => {
  beforeEach(() => query("DELETE FROM users WHERE role = 'admin' AND id <> $1", [owner.id]));

  it.each<[string, (admin: Awaited<ReturnType<typeof as>>, id: number) => request.Test]>([
    ['removed', (admin, id) => admin.delete(`/users/${id}`)],
    ['demoted', (admin, id) => admin.patch(`/users/${id}`, { role: 'viewer' })],
    ['disabled', (admin, id) => admin.patch(`/users/${id}`, { is_disabled: true })],
  ])('is not %s', async (_how, attempt) => {
    const admin = await as(owner);
    // Who is not there yet, or not any more, doesn't count.
    await addInvite(server, { email: newEmail(), role: 'admin' });
    const disabled = await addSomebody('admin');
    await query('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.id]);
    const refused = await attempt(admin, owner.id);
    expect([codeOf(refused), (refused.body as Problem).detail]).toEqual([
      [409, 'conflict'],
      'owner@example.com is the last admin: make another one first.',
    ]);
    expect(await memberOf(owner)).toMatchObject({ role: 'admin', state: 'active' });
    await admin.get('/users').expect(200);
  });

  it('is left over when two demote each other at once', async () => {
    const other = await addSomebody('admin');
    const [one, two] = [await as(owner), await as(other)];
    const answers = await Promise.all([
      one.patch(`/users/${other.id}`, { role: 'viewer' }),
      two.patch(`/users/${owner.id}`, { role: 'viewer' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).not.toEqual([200, 200]);
    const { rows } = await query("SELECT id FROM users WHERE role = 'admin' AND password_hash IS NOT NULL");
    expect(rows).toHaveLength(1);
    await query("UPDATE users SET role = 'admin' WHERE id = $1", [owner.id]);
  });
});

describe('who is no admin', () => {
  it('neither sees nor changes users, by sign-in or by key', async () => {
    const viewer = await addSomebody();
    const admin = await addSomebody('admin');
    const askers = [
      await as(viewer),
      by(await addKey(server, viewer, { scope: 'write' })),
      by(await addKey(server, admin, { scope: 'write' })),
      by(await addKey(server, admin, { scope: 'write', siteIds })),
    ];
    const { invite } = await addInvite(server, { email: newEmail() });
    for (const asker of askers) {
      for (const response of [
        await asker.get('/users'),
        await asker.post('/users', { email: newEmail(), role: 'admin' }),
        await asker.patch(`/users/${viewer.id}`, { role: 'admin' }),
        await asker.delete(`/users/${owner.id}`),
        await asker.get('/invites'),
        await asker.delete(`/invites/${invite.id}`),
      ])
        expect(codeOf(response)).toEqual([403, 'forbidden']);
    }
    expect((await memberOf(viewer)).role).toBe('viewer');
  });
});
