import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../logger.js';
import type { ArchivePlace } from './archive-place.js';
import { ArchiveUrlError } from './archive-url-error.js';
import { openArchivePlace } from './open-archive-place.js';
import { collect } from './testing/collect.js';
import { TEST_CREDENTIALS, startS3Server } from './testing/s3-server.js';

const KEY = 'site=12/2026-11-22.4f3a9c.parquet';

describe('the archive in S3', () => {
  const environment = { ...process.env };
  let home: string;
  let endings: (() => Promise<void>)[];

  beforeAll(() => {
    Object.assign(process.env, TEST_CREDENTIALS);
  });

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 's3-place-'));
    endings = [];
  });

  afterEach(async () => {
    for (const end of endings.toReversed()) await end();
    await rm(home, { recursive: true });
    process.env = { ...environment, ...TEST_CREDENTIALS };
  });

  afterAll(() => {
    process.env = environment;
  });

  async function openAt(url: string): Promise<ArchivePlace> {
    const options = { url, dataDir: path.join(home, 'data'), cacheBytes: 1_000_000, logger: createLogger('silent') };
    const place = await openArchivePlace(options);
    endings.push(() => place.close());
    return place;
  }

  async function startRealServer() {
    const server = await startS3Server(path.join(home, 'server'));
    endings.push(() => server.close());
    return server;
  }

  /** Storage that behaves as no real server can be made to. */
  async function startOddServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server: Server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endings.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return `s3://bucket/p?endpoint=http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function writeLocal(content: string | Buffer): Promise<string> {
    const file = path.join(home, 'local.parquet');
    await writeFile(file, content);
    return file;
  }

  it('puts objects below the prefix', async () => {
    const server = await startRealServer();
    await (await openAt(server.url)).put(KEY, await writeLocal('a day'));
    const below = await openAt(server.url.replace('/some/prefix', '/some'));
    expect(await collect(below.list(''))).toEqual([{ key: `prefix/${KEY}`, sizeBytes: 5 }]);
  });

  it('downloads an object once for all who open it', async () => {
    const server = await startRealServer();
    const place = await openAt(server.url);
    await place.put(KEY, await writeLocal('a day'));
    const objects = [{ key: KEY, sizeBytes: 5 }];
    const both = await Promise.all([place.open(objects), place.open(objects)]);
    for (const { release } of both) release();
    (await place.open(objects)).release();
    expect(server.downloads).toEqual([`some/prefix/${KEY}`]);
  });

  it('leaves no half file when a download breaks off, and has the whole one the next time', async () => {
    const server = await startRealServer();
    const place = await openAt(server.url);
    const content = Buffer.alloc(200_000, 'some content');
    await place.put(KEY, await writeLocal(content));
    const objects = [{ key: KEY, sizeBytes: content.length }];

    server.isBreaking = true;
    await expect(place.open(objects)).rejects.toThrow(`Could not read s3://bucket/some/prefix/${KEY}: `);
    expect(await readdir(path.join(home, 'data/archive-cache/incoming'))).toEqual([]);
    expect(await readdir(path.join(home, 'data/archive-cache/objects/site=12'))).toEqual([]);

    server.isBreaking = false;
    const { paths, release } = await place.open(objects);
    expect((await readFile(paths[0] ?? '')).equals(content)).toBe(true);
    release();
  });

  it('says in one line which bucket is missing', async () => {
    const server = await startRealServer();
    const place = await openAt(server.url.replace('//bucket', '//nowhere'));
    const message = `Could not read s3://nowhere/some/prefix/${KEY}: NoSuchBucket: The specified bucket does not exist; create the bucket, or correct ARCHIVE_URL.`;
    await expect(place.open([{ key: KEY, sizeBytes: 5 }])).rejects.toThrow(new Error(message));
  });

  it('says in one line that the credentials are wrong, without showing them', async () => {
    const server = await startRealServer();
    process.env['AWS_ACCESS_KEY_ID'] = 'WRONG-ID';
    const place = await openAt(server.url);
    const failure: unknown = await place.put(KEY, await writeLocal('a day')).catch((error: unknown) => error);
    expect(String(failure)).toMatch(
      /^Error: Could not write s3:\/\/bucket[^\n]*InvalidAccessKeyId[^\n]*check the AWS cred/,
    );
    expect(inspect(failure)).not.toContain('WRONG-ID');
    expect(failure).not.toHaveProperty('cause');
  });

  it('says in one line that the storage cannot be reached', async () => {
    const server = await startRealServer();
    const place = await openAt(server.url);
    await server.close();
    endings.splice(0, 1);
    await expect(collect(place.list('site=12/'))).rejects.toThrow(
      /^Could not list s3:\/\/bucket\/some\/prefix\/site=12\/: .*ECONNREFUSED.*; check that the storage [^\n]*$/,
    );
  });

  it('sends the hash of what it puts, and again after an error of the storage', async () => {
    const seen: unknown[] = [];
    const url = await startOddServer((request, response) => {
      request.resume().on('end', () => {
        seen.push([request.method, request.headers['x-amz-checksum-sha256'], request.headers['content-length']]);
        response.writeHead(seen.length === 1 ? 503 : 200).end();
      });
    });
    await (await openAt(url)).put(KEY, await writeLocal('a day'));
    const sent = ['PUT', createHash('sha256').update('a day').digest('base64'), '5'];
    expect(seen).toEqual([sent, sent]);
  });

  it('gives up after a few errors of the storage', async () => {
    let requests = 0;
    const url = await startOddServer((_, response) => {
      requests++;
      response.writeHead(503).end();
    });
    await expect((await openAt(url)).remove(KEY)).rejects.toThrow(`Could not remove s3://bucket/p/${KEY}: `);
    expect(requests).toBe(3);
  });

  it('lists page by page, and passes over what has no key of the archive', async () => {
    const page = (keys: string[], next: string) =>
      `<ListBucketResult><IsTruncated>${next !== ''}</IsTruncated><NextContinuationToken>${next}</NextContinuationToken>` +
      `${keys.map((key) => `<Contents><Key>${key}</Key><Size>7</Size></Contents>`).join('')}</ListBucketResult>`;
    const url = await startOddServer((request, response) => {
      const isSecond = request.url?.includes('continuation-token=second');
      response.end(isSecond ? page(['p/site=2/b'], '') : page(['p/site=1/', 'p/site=1/a', 'p/a note.txt'], 'second'));
    });
    expect(await collect((await openAt(url)).list(''))).toEqual([
      { key: 'site=1/a', sizeBytes: 7 },
      { key: 'site=2/b', sizeBytes: 7 },
    ]);
  });

  it('does not take a missing bucket or an odd answer for a missing object', async () => {
    const url = await startOddServer((_, response) => response.writeHead(404).end('<html>no storage here</html>'));
    await expect((await openAt(url)).open([{ key: KEY, sizeBytes: 5 }])).rejects.toThrow('Could not read');
  });

  it('refuses a URL without a region where nothing else names one', async () => {
    delete process.env['AWS_REGION'];
    process.env['AWS_CONFIG_FILE'] = path.join(home, 'none');
    const opening = openAt('s3://bucket/prefix');
    await expect(opening).rejects.toThrow(ArchiveUrlError);
    await expect(opening).rejects.toThrow('ARCHIVE_URL names no region');
  });

  it('refuses a wrong URL', async () => {
    await expect(openAt('http://bucket')).rejects.toThrow('ARCHIVE_URL');
  });
});
