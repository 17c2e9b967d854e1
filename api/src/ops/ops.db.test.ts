import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemTypes, type Problem } from '@tidemark/contracts';
import request from 'supertest';
import { AppError } from '../errors.js';
import { startTestServer, type TestServer } from '../testing/index.js';
import { createOpenApiDocument } from './openapi.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe('operations', () => {
  it('say that the process lives and can work', async () => {
    expect((await request(server.url).get('/api/health').expect(200)).body).toEqual({ status: 'ok', version: '0.1.0' });
    expect((await request(server.url).get('/api/ready').expect(200)).body).toEqual({
      status: 'ok',
      components: { database: 'ok', writer: 'ok', ml: 'off' },
      reasons: { ml: 'no forecasting service is set up (ML_URL)' },
    });
  });

  it('serve the OpenAPI 3.1 document and a page to browse it', async () => {
    expect((await request(server.url).get('/api/openapi.json').expect(200)).body).toEqual(
      JSON.parse(JSON.stringify(createOpenApiDocument())),
    );
    for (const path of [
      '/api/docs',
      '/api/docs/start.js',
      '/api/docs/swagger-ui-bundle.js',
      '/api/docs/swagger-ui.css',
    ]) {
      await request(server.url).get(path).expect(200);
    }
  });

  it('keep docs/openapi.json as the contracts say (npm run openapi writes it)', async () => {
    const committed = JSON.parse(
      await readFile(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'),
    ) as unknown;
    expect(committed).toEqual(JSON.parse(JSON.stringify(createOpenApiDocument())));
  });

  it('serve the tracker to every origin, for ever under its hash', async () => {
    const script = await request(server.url).get('/tracker.js').expect(200);
    expect(script.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=3600',
    });
    expect(script.headers['content-type']).toContain('javascript');
    const manifest = JSON.parse(
      await readFile(new URL('../../../tracker/dist/manifest.json', import.meta.url), 'utf8'),
    ) as { hash: string };
    const immutable = await request(server.url).get(`/tracker.${manifest.hash}.js`).expect(200);
    expect(immutable.headers['cache-control']).toContain('immutable');
    await request(server.url).get('/tracker.0000.js').expect(404);
  });

  it('serve the banner likewise', async () => {
    const script = await request(server.url).get('/tidemark-banner.js').expect(200);
    expect(script.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=3600',
    });
    const manifest = JSON.parse(
      await readFile(new URL('../../../tracker/dist/manifest.json', import.meta.url), 'utf8'),
    ) as { banner: { hash: string } };
    const immutable = await request(server.url).get(`/tidemark-banner.${manifest.banner.hash}.js`).expect(200);
    expect(immutable.headers['cache-control']).toContain('immutable');
    await request(server.url).get('/tidemark-banner.0000.js').expect(404);
  });
});

describe('problems', () => {
  it.each(Object.entries(problemTypes))(
    '%s has one status, the one of its registry entry',
    (code, { status, title }) => {
      expect(new AppError({ code: code as keyof typeof problemTypes, detail: 'x' })).toMatchObject({ status, title });
    },
  );

  it.each([
    ['get', '/', 404],
    ['get', '/api/nothing', 404],
    ['get', '/%', 404],
    ['put', '/api/nothing', 404],
    ['put', '/api/sites', 405],
    ['get', '/api/track', 405],
    ['post', '/api/sites', 400],
  ] as const)('%s %s is %d as application/problem+json', async (method, path, status) => {
    const response = await request(server.url)
      [method](path)
      .set('Content-Type', 'application/json')
      .send(method === 'post' ? '{"domain":' : undefined);
    expect([response.status, response.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    const problem = response.body as Problem;
    expect(problem).toMatchObject({ status, request_id: response.headers['x-request-id'] });
    expect(JSON.stringify(problem)).not.toMatch(/node_modules|\.ts:|\.js:/);
  });

  it.each([
    '/api/auth/login',
    '/api/auth/refresh',
    '/api/shares/open',
    '/api/keys',
    '/api/users',
    '/api/sites',
    '/api/sites/1/shares',
    '/api/predictions/retrain',
    '/api/recommendations/run',
    '/api/track',
  ])('are what a packed body is answered with, well packed or not: %s', async (path) => {
    for (const body of [gzipSync('{}'), 'nonsense']) {
      const response = await request(server.url)
        .post(path)
        .set({ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
        .send(body);
      expect([response.status, (response.body as Problem).title]).toEqual([415, 'Unsupported media type']);
    }
  });
});
