import { chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthority } from '../testing/certificates.js';
import { readConnectionOptions } from './connection-options.js';
import { startEmbeddedServer, type EmbeddedServer } from './embedded-server.js';
import { connectDatabase } from './index.js';

let dataDir: string;
let server: EmbeddedServer;
const files = { right: '', wrong: '' };

/** An embedded server that speaks TLS, with a certificate for `localhost` by an authority of the test's. */
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-tls-'));
  server = await startEmbeddedServer({ dataDir, port: 0, settings: { fsync: 'off', shared_buffers: '16MB' } });
  const [right, wrong] = [await createAuthority('Right'), await createAuthority('Wrong')];
  for (const [name, authority] of Object.entries({ right, wrong })) {
    files[name as keyof typeof files] = path.join(dataDir, `${name}.pem`);
    await writeFile(files[name as keyof typeof files], authority.cert);
  }
  const cluster = path.join(dataDir, 'postgres');
  const { uid, gid } = await stat(cluster);
  const { cert, key } = await right.issue({ names: ['localhost'], addresses: [] });
  for (const [name, content] of Object.entries({ 'server.crt': cert, 'server.key': key })) {
    await writeFile(path.join(cluster, name), content, { mode: 0o600 });
    await chown(path.join(cluster, name), uid, gid);
  }
  const database = await connectDatabase(server.url);
  await database.pool.query('ALTER SYSTEM SET ssl = on');
  await database.pool.query('SELECT pg_reload_conf()');
  for (;;) {
    const { rows } = await database.pool.query<{ ssl: string }>("SELECT current_setting('ssl') AS ssl");
    if (rows[0]?.ssl === 'on') break;
    await sleep(20);
  }
  await database.close();
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true });
});

/** What comes of connecting by this host with these parameters: whether each kind of connection is encrypted, or the refusal. */
async function connectWith(host: string, parameters: Record<string, string>): Promise<string> {
  const url = new URL(server.url);
  url.hostname = host;
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  try {
    const database = await connectDatabase(url.href);
    const sql = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    const answers = [
      (await database.pool.query<{ ssl: boolean }>(sql)).rows,
      (await database.ingestPool.query<{ ssl: boolean }>(sql)).rows,
      await database.orm.query<{ ssl: boolean }[]>(sql),
      await database.ingestOrm.query<{ ssl: boolean }[]>(sql),
    ];
    await database.close();
    return answers.map(([row]) => (row?.ssl ? 'encrypted' : 'plain')).join(' ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const ENCRYPTED = 'encrypted encrypted encrypted encrypted';
const PLAIN = 'plain plain plain plain';
const UNKNOWN_ISSUER =
  /can't be used: (unable to verify the first certificate|unable to get local issuer certificate).*\. Check DATABASE_URL\.$/;
const WRONG_NAME = /can't be used: Hostname\/IP does not match certificate's altnames: .*\. Check DATABASE_URL\.$/;

describe('TLS to PostgreSQL', () => {
  it.each<[string, string, 'right' | 'wrong' | 'none', string | RegExp]>([
    ['localhost', 'verify-full', 'right', ENCRYPTED],
    ['localhost', 'verify-full', 'wrong', UNKNOWN_ISSUER],
    ['localhost', 'verify-full', 'none', UNKNOWN_ISSUER],
    ['127.0.0.1', 'verify-full', 'right', WRONG_NAME],
    ['localhost', 'verify-ca', 'right', ENCRYPTED],
    ['127.0.0.1', 'verify-ca', 'right', ENCRYPTED],
    ['127.0.0.1', 'verify-ca', 'wrong', UNKNOWN_ISSUER],
    ['127.0.0.1', 'verify-ca', 'none', UNKNOWN_ISSUER],
    ['127.0.0.1', 'require', 'right', ENCRYPTED],
    ['localhost', 'require', 'wrong', UNKNOWN_ISSUER],
    ['localhost', 'require', 'none', UNKNOWN_ISSUER],
    ['127.0.0.1', 'no-verify', 'none', ENCRYPTED],
    ['127.0.0.1', 'disable', 'none', PLAIN],
  ])('to %s by sslmode=%s with the %s authority', async (host, sslmode, authority, outcome) => {
    const sslrootcert = authority === 'none' ? {} : { sslrootcert: files[authority] };
    const found = await connectWith(host, { sslmode, ...sslrootcert });
    if (typeof outcome === 'string') expect(found).toBe(outcome);
    else expect(found).toMatch(outcome);
  });

  it('is verified in full where an authority is named and no mode', async () => {
    expect(await connectWith('localhost', { sslrootcert: files.right })).toBe(ENCRYPTED);
    expect(await connectWith('127.0.0.1', { sslrootcert: files.right })).toMatch(WRONG_NAME);
  });

  it('is not used where nothing asks for it', async () => {
    expect(await connectWith('127.0.0.1', {})).toBe(PLAIN);
  });

  it('is told in one line where it can not be had', async () => {
    expect(await connectWith('127.0.0.1', { sslmode: 'prefer' })).toBe(
      'DATABASE_URL: sslmode=prefer is none of disable, no-verify, require, verify-ca and verify-full.',
    );
    const missing = path.join(dataDir, 'missing.pem');
    expect(await connectWith('localhost', { sslmode: 'verify-full', sslrootcert: missing })).toBe(
      `DATABASE_URL: the file ${missing} of sslrootcert can't be read.`,
    );
  });
});

describe('other parameters of the URL', () => {
  it('are left as they are', () => {
    const url = 'postgres://a%20b:p%40ss@db.example:5433/name?application_name=x';
    expect(readConnectionOptions(url)).toEqual({ url });
    expect(readConnectionOptions(`${url}&sslmode=no-verify`)).toEqual({ url, ssl: { rejectUnauthorized: false } });
  });
});
