import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Problem, RecoveryCodes, SecondFactor, TotpSetup, User } from '@tidemark/contracts';
import { TOTP } from 'otpauth';
import request, { type Response } from 'supertest';
import type { AuditNote } from '../../audit/index.js';
import { addUser, PASSWORD, signInAs, startTestServer, type TestServer } from '../../testing/index.js';
import { createVault } from './vault.js';

const STEP_MS = 30_000;

let server: TestServer;
let nowMs = Date.parse('2026-06-01T12:00:00Z');
const notes: AuditNote[] = [];
beforeAll(async () => {
  server = await startTestServer({
    isSignInRequired: true,
    now: () => new Date(nowMs),
    auth: { record: (note) => Promise.resolve(notes.push(note)) },
  });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.database.pool.query('DELETE FROM login_failures');
  notes.length = 0;
});

const pass = (ms: number) => {
  nowMs += ms;
};
const codeOf = (response: Response) => [response.status, (response.body as Problem).type.split(':').at(-1)];
const wrongOf = (response: Response) => (response.body as Problem).errors?.map(({ path }) => path);
const login = (user: User, more: object = {}) =>
  request(server.url)
    .post('/api/auth/login')
    .send({ email: user.email, password: PASSWORD, ...more });

let count = 0;
async function addSomebody() {
  const user = await addUser(server, { email: `somebody-${++count}@example.com` });
  const { accessToken } = await signInAs(server, user);
  const send = (method: 'get' | 'post' | 'delete', path: string, body?: object) =>
    request(server.url)[method](`/api/auth/totp${path}`).set('Authorization', `Bearer ${accessToken}`).send(body);
  const totp = {
    get: async () => (await send('get', '')).body as SecondFactor,
    begin: (body: object = { password: PASSWORD }) => send('post', '', body),
    confirm: (code: string) => send('post', '/confirm', { code }),
    renew: (body: object) => send('post', '/recovery-codes', body),
    remove: (body: object) => send('delete', '', body),
  };
  return { user, totp };
}

/** Somebody whose app shows codes, which sign-in asks for. */
async function addCareful() {
  const { user, totp } = await addSomebody();
  const { secret } = (await totp.begin().expect(200)).body as TotpSetup;
  const show = (apartMs = 0) => new TOTP({ secret }).generate({ timestamp: nowMs + apartMs });
  const { recovery_codes: recoveryCodes } = (await totp.confirm(show()).expect(200)).body as RecoveryCodes;
  // The code that was confirmed is used.
  pass(STEP_MS);
  return { user, totp, show, recoveryCodes };
}

describe('a second factor', () => {
  it('counts once a code was confirmed', async () => {
    const { user, totp } = await addSomebody();
    expect(await totp.get()).toEqual({ enabled_at: null, recovery_codes_left: 0 });
    const setup = (await totp.begin().expect(200)).body as TotpSetup;
    expect(setup).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      otpauth_url: expect.stringContaining(`otpauth://totp/Tidemark:somebody-${count}%40example.com?issuer=Tidemark`),
    });
    await login(user).expect(200);
    const wrong = await totp.confirm('000000');
    expect([codeOf(wrong), wrongOf(wrong)]).toEqual([[400, 'validation_failed'], ['code']]);
    const code = new TOTP({ secret: setup.secret }).generate({ timestamp: nowMs });
    const { recovery_codes: recoveryCodes } = (await totp.confirm(code).expect(200)).body as RecoveryCodes;
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(recoveryCodes[0]).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    expect(await totp.get()).toEqual({ enabled_at: new Date(nowMs).toISOString(), recovery_codes_left: 10 });
    expect(codeOf(await login(user))).toEqual([401, 'code_required']);
  });

  it('is begun by who knows the password, and not over one that counts', async () => {
    const { totp } = await addSomebody();
    expect(wrongOf(await totp.begin({ password: 'a guess' }).expect(400))).toEqual(['password']);
    expect(codeOf(await totp.confirm('123456'))).toEqual([409, 'conflict']);
    const careful = await addCareful();
    expect(codeOf(await careful.totp.begin())).toEqual([409, 'conflict']);
    expect(codeOf(await careful.totp.confirm(careful.show()))).toEqual([409, 'conflict']);
  });

  it('lies in the database as nobody can read it there', async () => {
    const { user, show, recoveryCodes } = await addCareful();
    const { rows } = await server.database.pool.query<{ kept: string }>(
      `SELECT row_to_json(u)::text || (SELECT json_agg(c)::text FROM recovery_codes c WHERE c.user_id = u.id) AS kept
       FROM users u WHERE id = $1`,
      [user.id],
    );
    const { rows: sealed } = await server.database.pool.query<{ totp_secret: Buffer }>(
      'SELECT totp_secret FROM users WHERE id = $1',
      [user.id],
    );
    const secret = server.auth.vault.open(sealed[0]!.totp_secret, String(user.id))!;
    expect(secret).toHaveLength(20);
    expect(rows[0]!.kept).not.toContain(secret.toString('hex'));
    for (const code of recoveryCodes) expect(rows[0]!.kept).not.toContain(Buffer.from(code).toString('hex'));
    await login(user, { code: show() }).expect(200);
  });

  it('is removed by password and code together', async () => {
    const { user, totp, show } = await addCareful();
    expect(wrongOf(await totp.remove({ password: 'a guess', code: show() }).expect(400))).toEqual(['password']);
    expect(wrongOf(await totp.remove({ password: PASSWORD, code: '000000' }).expect(400))).toEqual(['code']);
    await totp.remove({ password: PASSWORD, code: show() }).expect(204);
    expect(await totp.get()).toEqual({ enabled_at: null, recovery_codes_left: 0 });
    await login(user).expect(200);
    expect(codeOf(await totp.remove({ password: PASSWORD, code: '123456' }))).toEqual([409, 'conflict']);
    expect(notes.map(({ action, details }) => [action, details])).toEqual([
      ['second_factor_changed', { is_enabled: true }],
      ['second_factor_changed', { is_enabled: false }],
      ['signed_in', undefined],
    ]);
  });
});

describe('new recovery codes', () => {
  it('end the old ones, and leave the second factor on', async () => {
    const { user, totp, show, recoveryCodes } = await addCareful();
    await login(user, { code: recoveryCodes[0] }).expect(200);
    const before = await totp.get();
    notes.length = 0;
    const given = { password: PASSWORD, code: show() };
    const { recovery_codes: made } = (await totp.renew(given).expect(200)).body as RecoveryCodes;
    expect(new Set([...made, ...recoveryCodes]).size).toBe(20);
    expect(await totp.get()).toEqual({ ...before, recovery_codes_left: 10 });
    expect(codeOf(await login(user, { code: recoveryCodes[1] }))).toEqual([401, 'invalid_code']);
    await login(user, { code: made[1] }).expect(200);
    expect(notes[0]).toMatchObject({
      action: 'second_factor_changed',
      details: { is_enabled: true, has_new_recovery_codes: true },
    });
    for (const code of made) expect(JSON.stringify(notes)).not.toContain(code);
  });

  it('are made by password and code together, one of the old recovery codes among them', async () => {
    const { totp, show, recoveryCodes } = await addCareful();
    expect(wrongOf(await totp.renew({ password: 'a guess', code: show() }).expect(400))).toEqual(['password']);
    expect(wrongOf(await totp.renew({ password: PASSWORD, code: '000000' }).expect(400))).toEqual(['code']);
    expect(wrongOf(await totp.renew({ password: PASSWORD }).expect(400))).toEqual(['code']);
    await totp.renew({ password: PASSWORD, code: recoveryCodes[0] }).expect(200);
    expect(wrongOf(await totp.renew({ password: PASSWORD, code: recoveryCodes[0] }).expect(400))).toEqual(['code']);
  });

  it('need a second factor, and guessing at them is slowed down', async () => {
    expect(codeOf(await (await addSomebody()).totp.renew({ password: PASSWORD, code: '123456' }))).toEqual([
      409,
      'conflict',
    ]);
    const { totp, show } = await addCareful();
    for (let time = 0; time < 5; time++) await totp.renew({ password: PASSWORD, code: '000000' }).expect(400);
    expect(codeOf(await totp.renew({ password: PASSWORD, code: show() }))[0]).toBe(429);
  });
});

describe('signing in with a code', () => {
  it('takes the present one and its neighbours, however they are typed', async () => {
    const { user, show } = await addCareful();
    pass(2 * STEP_MS);
    await login(user, { code: show(-STEP_MS) }).expect(200);
    await login(user, { code: ` ${show().slice(0, 3)} ${show().slice(3)} ` }).expect(200);
    await login(user, { code: show(STEP_MS) }).expect(200);
    expect(codeOf(await login(user, { code: show(-2 * STEP_MS) }))).toEqual([401, 'invalid_code']);
    expect(codeOf(await login(user, { code: show(2 * STEP_MS) }))).toEqual([401, 'invalid_code']);
  });

  it('takes each once, also of many at once, and none before it', async () => {
    const { user, show } = await addCareful();
    const code = show();
    const answers = await Promise.all([1, 2, 3].map(() => login(user, { code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    expect(codeOf(await login(user, { code: show(-STEP_MS) }))).toEqual([401, 'invalid_code']);
    pass(STEP_MS);
    await login(user, { code: show() }).expect(200);
  });

  it('does not take the code that was confirmed once more', async () => {
    const { user, show } = await addCareful();
    expect(codeOf(await login(user, { code: show(-STEP_MS) }))).toEqual([401, 'invalid_code']);
  });

  it('takes a recovery code instead, once, however it is typed', async () => {
    const { user, totp, recoveryCodes } = await addCareful();
    const [first, second] = recoveryCodes as [string, string];
    await login(user, { code: first.toUpperCase().replaceAll('-', ' ') }).expect(200);
    expect(codeOf(await login(user, { code: first }))).toEqual([401, 'invalid_code']);
    await login(user, { code: second }).expect(200);
    expect((await totp.get()).recovery_codes_left).toBe(8);
  });

  it("does not take another's codes", async () => {
    const [one, other] = [await addCareful(), await addCareful()];
    expect(codeOf(await login(one.user, { code: other.show() }))).toEqual([401, 'invalid_code']);
    expect(codeOf(await login(one.user, { code: other.recoveryCodes[0] }))).toEqual([401, 'invalid_code']);
  });

  it('says nothing of a second factor to who does not know the password', async () => {
    const { user, show } = await addCareful();
    for (const code of [undefined, show(), '000000'])
      expect(codeOf(await login(user, { password: 'a guess', code }))).toEqual([401, 'invalid_credentials']);
    await login(user, { code: show() }).expect(200);
  });

  it('still takes recovery codes once JWT_SECRET is another one', async () => {
    const { user, show, recoveryCodes } = await addCareful();
    const moved = createVault('another secret of thirty-two characters').seal(Buffer.alloc(20), String(user.id));
    await server.database.pool.query('UPDATE users SET totp_secret = $2 WHERE id = $1', [user.id, moved]);
    const refused = await login(user, { code: show() });
    expect(codeOf(refused)).toEqual([401, 'invalid_code']);
    expect((refused.body as Problem).detail).toContain('recovery code');
    await login(user, { code: recoveryCodes[0] }).expect(200);
  });
});

describe('guessing codes', () => {
  it('is slowed down as guessing passwords is, and knowing the password does not help', async () => {
    const { user, show } = await addCareful();
    for (let time = 0; time < 5; time++) {
      // Who would reset the count by a sign-in without a code gains nothing.
      expect(codeOf(await login(user))).toEqual([401, 'code_required']);
      expect(codeOf(await login(user, { code: '000000' }))).toEqual([401, 'invalid_code']);
    }
    expect(codeOf(await login(user, { code: show() }))).toEqual([429, 'too_many_requests']);
    expect(codeOf(await login(user))).toEqual([429, 'too_many_requests']);
    pass(15_000);
    await login(user, { code: show() }).expect(200);
    expect(notes.filter(({ action }) => action === 'sign_in_failed').map(({ details }) => details)).toEqual(
      Array(5).fill({ wrong: 'code', user_id: user.id }),
    );
  });

  it('is slowed down where the second factor is removed and begun, too', async () => {
    const careful = await addCareful();
    for (let time = 0; time < 5; time++) await careful.totp.remove({ password: PASSWORD, code: '000000' }).expect(400);
    expect(codeOf(await careful.totp.remove({ password: PASSWORD, code: careful.show() }))[0]).toBe(429);
    const { totp } = await addSomebody();
    for (let time = 0; time < 5; time++) await totp.begin({ password: 'a guess' }).expect(400);
    expect(codeOf(await totp.begin())[0]).toBe(429);
  });

  it('at the door keeps nobody who is signed in from handling the second factor', async () => {
    const { user, totp } = await addSomebody();
    for (let time = 0; time < 5; time++) await login(user, { password: 'a guess' });
    expect((await login(user)).status).toBe(429);
    await totp.begin().expect(200);
    const careful = await addCareful();
    for (let time = 0; time < 5; time++) await login(careful.user, { password: 'a guess' });
    await careful.totp.remove({ password: PASSWORD, code: careful.show() }).expect(204);
  });

  it('many at once gains nothing', async () => {
    const { user } = await addCareful();
    const guesses = Array.from({ length: 12 }, (_, at) => login(user, { code: String(100_000 + at) }));
    const answers = (await Promise.all(guesses)).map(({ status }) => status);
    expect(answers.sort()).toEqual([...Array<number>(5).fill(401), ...Array<number>(7).fill(429)]);
  });
});
