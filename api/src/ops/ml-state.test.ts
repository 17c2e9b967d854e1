import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { writeMlNotice } from './ml-notice.js';
import { readMlState } from './ml-state.js';

let dataDir: string;
let service: Server;
let url: string;
let answer: { status: number; path: string };

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'tidemark-ml-state-'));
  service = createServer((request, response) => {
    response.writeHead(request.url === answer.path ? answer.status : 404).end('{}');
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  answer = { status: 200, path: '/health' };
  await writeMlNotice(dataDir, null);
});
afterAll(async () => {
  service.close();
  service.closeAllConnections();
  await rm(dataDir, { recursive: true });
});

const nowhere = 'http://127.0.0.1:1';
const notSetUp = { state: 'off', reason: 'no forecasting service is set up (ML_URL)' } as const;
const installing = { state: 'unavailable', reason: 'its packages are being installed' } as const;

describe('readMlState', () => {
  it('says ok when the service does, whatever was noted before', async () => {
    expect(await readMlState({ url, dataDir })).toEqual({ state: 'ok' });
    await writeMlNotice(dataDir, installing);
    expect(await readMlState({ url, dataDir })).toEqual({ state: 'ok' });
  });

  it('asks below the path of ML_URL', async () => {
    answer.path = '/ml/health';
    expect(await readMlState({ url: `${url}/ml`, dataDir })).toEqual({ state: 'ok' });
    expect(await readMlState({ url: `${url}/ml/`, dataDir })).toEqual({ state: 'ok' });
  });

  it.each([
    ['off where no service is set up', undefined, notSetUp],
    [
      'unavailable where none answers, and nothing secret of its address',
      'http://me:secret@127.0.0.1:1/ml',
      { state: 'unavailable', reason: 'the forecasting service does not answer at 127.0.0.1:1' },
    ],
  ])('says %s', async (_what, at, state) => {
    expect(await readMlState({ url: at, dataDir })).toEqual(state);
  });

  it('says unavailable where the service says that it is not well', async () => {
    answer.status = 503;
    expect(await readMlState({ url, dataDir })).toMatchObject({ state: 'unavailable' });
  });

  it('gives the reason that was noted, until it is taken back', async () => {
    await writeMlNotice(dataDir, installing);
    expect(await readMlState({ url: nowhere, dataDir })).toEqual(installing);
    const off = { state: 'off', reason: 'Python is missing' } as const;
    await writeMlNotice(dataDir, off);
    expect(await readMlState({ url: undefined, dataDir })).toEqual(off);
    await writeMlNotice(dataDir, null);
    expect(await readMlState({ url: nowhere, dataDir })).toMatchObject({ state: 'unavailable' });
  });

  it.each(['', '{"state":', '{"state":"ok"}', '[]'])('takes %j for no notice', async (text) => {
    await writeFile(path.join(dataDir, 'ml-notice.json'), text);
    expect(await readMlState({ url: undefined, dataDir })).toEqual(notSetUp);
  });
});
