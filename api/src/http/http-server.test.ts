import { once } from 'node:events';
import { mkdir, mkdtemp, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PeerCertificate } from 'node:tls';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TlsFiles } from '../config.js';
import { createAuthority, type Authority, type Certificate } from '../testing/certificates.js';
import { createHttpServer, type HttpServerOptions } from './http-server.js';
import { followTlsFiles, readTlsFiles, type Tell } from './tls-files.js';

let servers: Server[] = [];
let told: string[] = [];
const tell: Tell = (level, message) => told.push(`${level}: ${message}`);

beforeEach(() => {
  told = [];
});
afterEach(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  servers = [];
});

/** Serves "hello" once a request has come in whole. @returns the port */
async function serve(options: Omit<HttpServerOptions, 'tell'>): Promise<number> {
  const server = await createHttpServer(
    (request, response) => {
      request.resume().on('end', () => response.end('hello'));
    },
    { ...options, tell },
  );
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** What comes back on a connection until it is closed, for what is written to it in pieces, each after a while. */
async function converse(port: number, pieces: Iterable<string>, everyMs: number): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  const answer = text(socket);
  const isClosed = once(socket, 'close').then(() => true);
  for (const piece of pieces) {
    if (!socket.writable) break;
    socket.write(piece);
    if (await Promise.race([isClosed, sleep(everyMs, false)])) break;
  }
  return answer;
}

function* endlessly(first: string, piece: string): Iterable<string> {
  yield first;
  for (;;) yield piece;
}

describe('a client that takes its time', () => {
  const limits = { headersMs: 300, requestMs: 600, idleMs: 300, checkMs: 50 };

  it('with its headers (slow loris) is told so and gets its connection closed', async () => {
    const port = await serve({ limits });
    const answer = await converse(port, endlessly('GET / HTTP/1.1\r\nHost: a\r\n', 'X-Slow: yes\r\n'), 20);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('with its body is told so and gets its connection closed', async () => {
    const port = await serve({ limits });
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n';
    expect(await converse(port, endlessly(head, 'x'), 20)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('with its next request gets its connection closed', async () => {
    const port = await serve({ limits });
    const answer = await converse(port, ['GET / HTTP/1.1\r\nHost: a\r\n\r\n'], 0);
    expect(answer).toContain('hello');
  });

  it('with saying anything at all gets its connection closed', async () => {
    const port = await serve({ limits });
    expect(await converse(port, [], 0)).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  it('does not keep others waiting', async () => {
    const port = await serve({ limits: { ...limits, headersMs: 5_000, requestMs: 5_000 } });
    const slow = Array.from({ length: 200 }, () => {
      const socket = net.connect(port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-');
      return socket;
    });
    await Promise.all(slow.map((socket) => once(socket, 'connect')));
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello');
    for (const socket of slow) socket.destroy();
  });
});

describe('headers', () => {
  it('are refused over 16 KB', async () => {
    const port = await serve({});
    const long = { 'X-Long': 'x'.repeat(17_000) };
    expect((await fetch(`http://127.0.0.1:${port}/`, { headers: long })).status).toBe(431);
  });
});

describe('HTTPS', () => {
  let authority: Authority;
  let folder: string;
  let files: TlsFiles;

  beforeAll(async () => {
    authority = await createAuthority();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'tidemark-tls-'));
    files = { certFile: path.join(folder, 'fullchain.pem'), keyFile: path.join(folder, 'privkey.pem') };
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async ({ cert, key }: Certificate) => {
    await writeFile(files.certFile, cert);
    await writeFile(files.keyFile, key);
  };
  const ask = async (port: number, options: https.RequestOptions = {}): Promise<[string, string]> => {
    let name = '';
    const checkServerIdentity = (_host: string, { subject }: PeerCertificate) => {
      name = String(subject.CN);
      return undefined;
    };
    const where = { port, host: '127.0.0.1', ca: authority.cert, agent: false as const, checkServerIdentity };
    const [response] = (await once(https.get({ ...where, ...options }), 'response')) as [IncomingMessage];
    return [await text(response), name];
  };

  it('is served with the certificate of the files, which clients verify', async () => {
    await write(await authority.issue());
    const port = await serve({ tls: files });
    expect(await ask(port)).toEqual(['hello', 'localhost']);
    await expect(ask(port, { ca: (await createAuthority('Another')).cert })).rejects.toThrow(/certificate/);
    expect(told).toEqual([]);
  });

  it('is not spoken older than TLS 1.2', async () => {
    await write(await authority.issue());
    const port = await serve({ tls: files });
    // Level 0: the client itself would refuse to speak it.
    await expect(
      ask(port, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }),
    ).rejects.toThrow(/alert protocol version/);
    await ask(port, { maxVersion: 'TLSv1.2' });
  });

  it.each([
    ['a missing certificate', { cert: undefined }, /^TLS_CERT: .*fullchain\.pem can't be read \(ENOENT\)\.$/],
    ['a missing key', { key: undefined }, /^TLS_KEY: .*privkey\.pem can't be read \(ENOENT\)\.$/],
    ['what is no certificate', { cert: 'hello' }, /^TLS_CERT: .*fullchain\.pem holds no certificate in PEM format\.$/],
    ['what is no key', { key: 'hello' }, /^TLS_KEY: .*privkey\.pem holds no unencrypted private key in PEM format\.$/],
    [
      'the key of another certificate',
      { key: 'other' },
      /^TLS_KEY: .*privkey\.pem is not the key of .*fullchain\.pem\.$/,
    ],
  ])(
    'is refused for %s, in one line',
    async (_, wrong: { cert?: string | undefined; key?: string | undefined }, message) => {
      const { cert, key } = await authority.issue();
      const other = wrong.key === 'other' ? (await authority.issue()).key : undefined;
      const given = { cert, key, ...wrong, ...(other !== undefined && { key: other }) };
      if (given.cert !== undefined) await writeFile(files.certFile, given.cert);
      if (given.key !== undefined) await writeFile(files.keyFile, given.key);
      await expect(readTlsFiles(files)).rejects.toThrow(message);
    },
  );

  it.each([
    ['has expired', { notAfter: new Date('2020-01-01'), notBefore: new Date('2019-01-01') }, 'has expired on Jan  1'],
    ['is not valid yet', { notBefore: new Date(Date.now() + 3_600_000) }, 'is valid from'],
  ])('is served with a certificate that %s, with a warning', async (_, options, warning) => {
    await write(await authority.issue(options));
    await serve({ tls: files });
    expect(told).toEqual([expect.stringMatching(`^warn: The certificate in TLS_CERT ${warning}`)]);
  });

  describe('with a certificate that is renewed', () => {
    let port: number;
    let stop: () => void;
    const follow = async () => {
      const used = await readTlsFiles(files);
      const server = https.createServer(used, (_request, response) => response.end('hello'));
      servers.push(server);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      ({ port } = server.address() as AddressInfo);
      stop = followTlsFiles(server, files, { used, tell, everyMs: 10 });
    };
    const until = async (isReached: () => boolean) => {
      while (!isReached()) await sleep(5);
    };
    afterEach(() => {
      stop();
    });

    it('takes it into use without a restart, also where only the link to it changes, as certbot does it', async () => {
      const first = path.join(folder, 'archive-1');
      await mkdir(first);
      const original = files;
      files = { certFile: path.join(first, 'fullchain.pem'), keyFile: path.join(first, 'privkey.pem') };
      await write(await authority.issue({ names: ['first.example'] }));
      await symlink(first, path.join(folder, 'live'));
      const live = path.join(folder, 'live');
      files = { certFile: path.join(live, 'fullchain.pem'), keyFile: path.join(live, 'privkey.pem') };
      await follow();
      expect((await ask(port))[1]).toBe('first.example');

      const second = path.join(folder, 'archive-2');
      await mkdir(second);
      const { cert, key } = await authority.issue({ names: ['second.example'] });
      await writeFile(path.join(second, 'fullchain.pem'), cert);
      await writeFile(path.join(second, 'privkey.pem'), key);
      await symlink(second, `${live}.new`);
      await rename(`${live}.new`, live);
      expect(await readlink(live)).toBe(second);
      await until(() => told.length > 0);
      expect(told).toEqual(['info: The renewed certificate is in use.']);
      expect((await ask(port))[1]).toBe('second.example');
      files = original;
    });

    it('keeps the old one while the files do not fit together, says so once, and goes on when they do', async () => {
      await write(await authority.issue({ names: ['first.example'] }));
      await follow();
      const { cert, key } = await authority.issue({ names: ['second.example'] });
      await writeFile(files.certFile, cert);
      await until(() => told.length > 0);
      await sleep(60);
      expect(told).toEqual([
        expect.stringMatching(/^warn: The certificate in use stays: TLS_KEY: .* is not the key of/),
      ]);
      expect((await ask(port))[1]).toBe('first.example');
      await writeFile(files.keyFile, key);
      await until(() => told.length > 1);
      expect((await ask(port))[1]).toBe('second.example');
    });
  });
});
