import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, startTestServer, type TestServer } from '@tidemark/api/testing';
import { runTidemark } from '../testing/run-tidemark.js';

const NEW_PASSWORD = 'another horse battery 8';

let server: TestServer;
let dataDir = '';
beforeAll(async () => {
  server = await startTestServer({ isSignInRequired: true });
  dataDir = await mkdtemp(join(tmpdir(), 'tidemark-access-'));
  for (const domain of ['one.example', 'two.example']) await server.sites.save({ domain, name: domain });
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true });
});

const env = () => ({ DATABASE_URL: server.databaseUrl, TIDEMARK_DATA_DIR: dataDir, LOG_LEVEL: 'error' });
const run = (args: string[], stdin = '') => runTidemark(args, { env: env(), stdin });
const done = async (args: string[], stdin = '') => {
  const { code, stdout, stderr } = await run(args, stdin);
  expect({ args, code, stderr: code === 0 ? '' : stderr }).toEqual({ args, code: 0, stderr: '' });
  return stdout;
};
const post = (path: string, body: object) =>
  fetch(`${server.url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const login = async (email: string, password = PASSWORD) => (await post('login', { email, password })).status;
const meBy = (key: string) => fetch(`${server.url}/api/auth/me`, { headers: { Authorization: `Bearer ${key}` } });

describe('tidemark user', () => {
  it('adds, lists, changes and removes users', async () => {
    expect(await done(['user', 'list'])).toContain('Nobody yet');
    const add = ['user', 'add', 'Owner@Example.com', '--role', 'admin', '--password-stdin'];
    expect(await done(add, `${PASSWORD}\n`)).toBe('Added owner@example.com (admin).\n');
    expect(await login('owner@example.com')).toBe(200);
    expect(await run(add, PASSWORD)).toMatchObject({
      code: 1,
      stderr: 'error: There is a user owner@example.com already.\n',
    });
    await done(
      [
        'user',
        'add',
        'viewer@example.com',
        '--role',
        'viewer',
        '--site',
        'one.example',
        '--site',
        '2',
        '--password-stdin',
      ],
      PASSWORD,
    );
    expect(await done(['user', 'list'])).toMatch(
      /^owner@example.com +admin +active +all sites +last seen \d{4}-\d\d-\d\d\nviewer@example.com +viewer +active +one.example, two.example\n$/,
    );
    await done(['user', 'set-role', 'viewer@example.com', 'viewer', '--site', 'two.example']);
    expect(await done(['user', 'list'])).toMatch(/viewer@example.com +viewer +active +two.example\n/);
    expect(await done(['user', 'set-role', 'viewer@example.com', 'admin'])).toBe(
      'viewer@example.com is an admin now.\n',
    );
    expect(await done(['user', 'disable', 'viewer@example.com'])).toBe('viewer@example.com is disabled now.\n');
    expect(await login('viewer@example.com')).toBe(401);
    await done(['user', 'enable', 'viewer@example.com']);
    expect(await login('viewer@example.com')).toBe(200);
    expect(await done(['user', 'remove', 'viewer@example.com', '--yes'])).toBe('Removed viewer@example.com.\n');
    expect(await login('viewer@example.com')).toBe(401);
  });

  it('invites by a link that lets in', async () => {
    const { stdout: link } = await run(['user', 'invite', 'invited@example.com', '--role', 'viewer', '--site', '1']);
    expect(link).toMatch(/^\/invite#token=[\w-]{43}\n$/);
    expect(await done(['user', 'list'])).toMatch(/invited@example.com +viewer +invited +one.example\n/);
    expect((await post('invite/accept', { token: link.trim().split('=')[1], password: PASSWORD })).status).toBe(200);
    expect(await login('invited@example.com')).toBe(200);
  });

  it('resets a password, which ends what was signed in, and a lost second factor with it', async () => {
    const { pool } = server.database;
    const email = 'owner@example.com';
    const { rows } = await pool.query<{ id: number }>('SELECT id FROM users WHERE email = $1', [email]);
    const sealed = server.auth.vault.seal(Buffer.alloc(20), String(rows[0]!.id));
    await pool.query('UPDATE users SET totp_secret = $2, totp_confirmed_at = now() WHERE email = $1', [email, sealed]);
    await done(['user', 'reset-password', email, '--password-stdin'], NEW_PASSWORD);
    expect(await login(email, PASSWORD)).toBe(401);
    expect(((await (await post('login', { email, password: NEW_PASSWORD })).json()) as { type: string }).type).toMatch(
      /code_required$/,
    );
    await done(['user', 'reset-password', email, '--password-stdin', '--remove-second-factor'], NEW_PASSWORD);
    expect(await login(email, NEW_PASSWORD)).toBe(200);
    const open = await pool.query("SELECT FROM sign_ins WHERE user_id = $1 AND revoked_reason = 'password_reset'", [
      rows[0]!.id,
    ]);
    expect(open.rowCount).toBeGreaterThan(0);
  });

  it.each([
    ['the last admin removed', ['user', 'remove', 'owner@example.com', '--yes'], '', 1, /is the last admin/],
    ['the last admin demoted', ['user', 'set-role', 'owner@example.com', 'viewer'], '', 1, /is the last admin/],
    ['somebody who is not there', ['user', 'disable', 'x@example.com'], '', 1, /There is no user x@example.com/],
    [
      'a site that is not there',
      ['user', 'invite', 'x@example.com', '--role', 'viewer', '--site', 'no.example'],
      '',
      1,
      /there is no site no.example/,
    ],
    ['no role', ['user', 'add', 'x@example.com'], '', 2, /required option '--role <role>'/],
    ['a wrong role', ['user', 'invite', 'x@example.com', '--role', 'root'], '', 2, /role Invalid option/],
    [
      'sites of an admin',
      ['user', 'invite', 'x@example.com', '--role', 'admin', '--site', '1'],
      '',
      2,
      /--site is for viewers/,
    ],
    ['a wrong e-mail address', ['user', 'invite', 'x', '--role', 'viewer'], '', 2, /email must be an e-mail address/],
    ['a removal without a yes', ['user', 'remove', 'x@example.com'], '', 2, /add --yes/],
    ['no terminal to ask at', ['user', 'reset-password', 'owner@example.com'], '', 2, /add --password-stdin/],
    [
      'a short password',
      ['user', 'add', 'x@example.com', '--role', 'viewer', '--password-stdin'],
      'short',
      2,
      /8 to 200 characters/,
    ],
    [
      'a weak password',
      ['user', 'add', 'x@example.com', '--role', 'viewer', '--password-stdin'],
      'password123',
      1,
      /too easily guessed/,
    ],
    [
      'a password as an argument',
      ['user', 'add', 'x@example.com', PASSWORD, '--role', 'viewer'],
      '',
      2,
      /too many arguments/,
    ],
  ])('refuses %s in one line', async (_what, args, stdin, exitCode, message) => {
    const { code, stdout, stderr } = await run(args, stdin);
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: exitCode, stdout: '', lines: 1 });
    expect(stderr).toMatch(message);
  });
});

describe('tidemark key', () => {
  it('makes, lists and revokes keys', async () => {
    expect(await done(['key', 'list'])).toContain('No key yet');
    const name = 'Evil \u001b[2J';
    const key = (
      await done([
        'key',
        'create',
        '--user',
        'owner@example.com',
        '--name',
        name,
        '--site',
        'two.example',
        '--expires',
        '2999-01-01',
      ])
    ).trim();
    expect(key).toMatch(/^tm_[\w-]{43}$/);
    expect(await (await meBy(key)).json()).toMatchObject({ scope: 'read', site_ids: [2] });
    expect(await done(['key', 'list'])).toMatch(
      /^1 +tm_\w.* +"Evil \\u001b\[2J" +owner@example.com +read +two.example +used \d{4}-\d\d-\d\d +until 2999-01-01\n$/,
    );
    expect(await done(['key', 'revoke', '1'])).toBe('Revoked key 1.\n');
    expect((await meBy(key)).status).toBe(401);
  });

  it.each([
    [
      "a viewer's key that writes",
      ['key', 'create', '--user', 'invited@example.com', '--name', 'x', '--scope', 'write'],
      1,
      /can only read/,
    ],
    [
      "another's site",
      ['key', 'create', '--user', 'invited@example.com', '--name', 'x', '--site', '2'],
      1,
      /site_ids: names no site: 2/,
    ],
    [
      'an end in the past',
      ['key', 'create', '--user', 'owner@example.com', '--name', 'x', '--expires', '2020-01-01'],
      1,
      /must be in the future/,
    ],
    [
      'a wrong end',
      ['key', 'create', '--user', 'owner@example.com', '--name', 'x', '--expires', 'soon'],
      2,
      /--expires Invalid/,
    ],
    [
      'a wrong scope',
      ['key', 'create', '--user', 'owner@example.com', '--name', 'x', '--scope', 'all'],
      2,
      /--scope Invalid/,
    ],
    ['a key that is not there', ['key', 'revoke', '99'], 1, /There is no key 99/],
    ['a key that is none', ['key', 'revoke', 'tm_x'], 2, /must be a number/],
  ])('refuses %s in one line', async (_what, args, exitCode, message) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: exitCode, stdout: '', lines: 1 });
    expect(stderr).toMatch(message);
  });
});
