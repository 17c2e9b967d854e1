import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createMlClient, type MlClient } from './ml-client.js';
import { MlError } from './ml-error.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function clientOf(listener: RequestListener, timeLimitMs = 5_000): Promise<MlClient> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return createMlClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    token: 'secret',
    timeLimitMs,
  });
}

const answering =
  (status: number, body: unknown): RequestListener =>
  (_request, response) => {
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const series = {
  site: 'example.com',
  metric: 'page_visits',
  country: 'DE',
  history: [
    { date: '2025-08-04', value: null },
    { date: '2025-08-05', value: 7 },
  ],
  exclude: [{ start: '2025-08-01', end: '2025-08-04', reason: 'bot attack' }],
};
const day = (date: string, about: object = {}) => ({
  date,
  value: 5,
  intervals: { '80': [4, 6], '90': [3, 7], '95': [2, 8] },
  ...about,
});
const forecast = (about: object = {}) => ({
  origin: '2025-08-05',
  model_version: 's1',
  model_kind: 'lstm_pretrained',
  trained_at: null,
  data: [day('2025-08-06'), day('2025-08-07')],
  ...about,
});

async function failureOf(asked: Promise<unknown>): Promise<[string, string]> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(MlError);
  return [(error as MlError).failure, (error as MlError).message];
}

describe('the client of the ML service', () => {
  it('sends what the contract asks for, with the token', async () => {
    const seen: unknown[] = [];
    const client = await clientOf((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push(request.url, request.headers.authorization, JSON.parse(Buffer.concat(chunks).toString()));
        response.end(JSON.stringify(forecast()));
      });
    });
    expect((await client.forecast(series, 2)).data.map(({ date }) => date)).toEqual(['2025-08-06', '2025-08-07']);
    expect(seen).toEqual(['/v1/forecast', 'Bearer secret', { ...series, horizon: 2, levels: [80, 90, 95] }]);
  });

  it.each([
    ['a day too few', { data: [day('2025-08-06')] }],
    ['other days', { data: [day('2025-08-07'), day('2025-08-08')] }],
    ['another origin', { origin: '2025-08-04' }],
    ['a negative value', { data: [day('2025-08-06', { value: -1 }), day('2025-08-07')] }],
    ['no value', { data: [day('2025-08-06', { value: null }), day('2025-08-07')] }],
    ['bounds the wrong way round', { data: [day('2025-08-06', { intervals: { '80': [6, 4] } }), day('2025-08-07')] }],
    [
      'no 95% interval',
      { data: [day('2025-08-06', { intervals: { '80': [4, 6], '90': [3, 7] } }), day('2025-08-07')] },
    ],
    ['a version that no column holds', { model_version: 'v'.repeat(21) }],
  ])('refuses a forecast with %s', async (_what, about) => {
    const [failure, message] = await failureOf((await clientOf(answering(200, forecast(about)))).forecast(series, 2));
    expect(failure).toBe('failed');
    expect(message).toMatch(/^The ML service answered \/v1\/forecast with .*\.$/);
  });

  it.each([
    [401, { code: 'unauthorized', detail: 'No.' }, 'unauthorized'],
    [409, { code: 'insufficient_history', detail: '3 of 14.', have: 3, need: 14 }, 'insufficient_history'],
    [422, { code: 'invalid_series', detail: 'A day is there twice.' }, 'invalid_series'],
    [404, { code: 'not_found', detail: 'No such job.' }, 'not_found'],
    [503, { code: 'busy', detail: 'Later.' }, 'unavailable'],
    [502, '<html>Bad gateway</html>', 'unavailable'],
    [500, '', 'failed'],
    [200, 'not JSON', 'failed'],
    [302, '', 'failed'],
  ] as const)('tells an answer of %d with %j as %s', async (status, body, failure) => {
    expect((await failureOf((await clientOf(answering(status, body))).readJob('1')))[0]).toBe(failure);
  });

  it('gives up on an answer that takes too long, or breaks off', async () => {
    const silent = await clientOf(() => undefined, 50);
    expect(await failureOf(silent.check())).toEqual([
      'unavailable',
      "The ML service can't be reached: it took too long to answer.",
    ]);
    const breaking = await clientOf((_request, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('{');
      setTimeout(() => response.destroy(), 20);
    });
    expect((await failureOf(breaking.check()))[0]).toBe('unavailable');
  });

  it("says where nobody listens, and heeds the caller's signal", async () => {
    const client = createMlClient({ url: 'http://127.0.0.1:1', token: 'secret' });
    expect((await failureOf(client.check()))[0]).toBe('unavailable');
    const stopping = new Error('stopping');
    const hanging = await clientOf(() => undefined);
    const abort = new AbortController();
    const asked = hanging.forecast(series, 2, abort.signal);
    abort.abort(stopping);
    await expect(asked).rejects.toBe(stopping);
  });
});
