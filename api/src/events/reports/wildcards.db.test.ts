import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildPageView, startTestServer, type TestServer } from '../../testing/index.js';
import type { PagesReport, Problem } from '@tidemark/contracts';
import request from 'supertest';

const MANY = 'a'.repeat(480);
const PAGES = [MANY, 'plain', 'with.dot', 'with(brackets)[1]{2}', 'A+B|C^D$', '100%', 'under_score', 'två-ü', 'a?b'];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ now: () => new Date('2025-08-20T10:00:00Z') });
  const { id: siteId } = await server.sites.save({ domain: 'e.com', name: 'e.com' });
  const viewedAt = new Date('2025-08-05T12:00:00Z');
  await server.events.append(
    PAGES.map((page) =>
      buildPageView({ siteId, viewedAt, sessionId: page.slice(0, 50), pageUrl: `https://e.com/${page}` }),
    ),
  );
  await server.settle();
});
afterAll(() => server.stop());

const pagesOf = async (filter: string): Promise<string[]> => {
  const query = new URLSearchParams({ page: filter, start_date: '2025-08-05', end_date: '2025-08-05', limit: '100' });
  const { body } = await request(server.url).get(`/api/metrics/pages?${query.toString()}`).expect(200);
  return (body as PagesReport).data.map(({ page }) => page.replace('e.com/', '')).sort();
};

describe('wildcards', () => {
  it.each([
    ['*', PAGES],
    ['e.com/with*', ['with.dot', 'with(brackets)[1]{2}']],
    ['*with.*', ['with.dot']],
    ['*(b*)[1]*', ['with(brackets)[1]{2}']],
    ['*+B|*^*$', ['A+B|C^D$']],
    ['*_*', ['under_score']],
    ['*%', ['100%']],
    ['*?b', ['a?b']],
    ['*två*', ['två-ü']],
    ['*TVÅ*', []],
    ['e*c*m*p*l*n', ['plain']],
    ['**plain**', ['plain']],
    ['plain*', []],
    ['!*a*', PAGES.filter((page) => !page.includes('a'))],
    ['*plain,*_*', ['plain', 'under_score']],
  ])('%s is nothing but a wildcard, and all else stands for itself', async (filter, expected) => {
    expect(await pagesOf(filter)).toEqual([...expected].sort());
  });

  it('take no time to speak of, whatever they and the pages are made up for', async () => {
    expect(await pagesOf('*a*a*a*a*a*a*a*a*b')).toEqual([]);
    expect(await pagesOf('*a*a*a*a*a*a*a*a*a*')).toEqual([MANY]);
  });

  it('are ten a value and twenty in all at most', async () => {
    const ask = (filters: Record<string, string>) => request(server.url).get('/api/metrics/pages').query(filters);
    const times = (count: number) => Array.from({ length: count }, () => 'a*').join(',');
    await ask({ page: '*a'.repeat(10) }).expect(200);
    await ask({ page: '*a'.repeat(11) }).expect(400);
    await ask({ page: times(19), os: 'a*' }).expect(200);
    const { body } = await ask({ page: times(19), os: times(2) }).expect(400);
    const message = 'all filters together must hold at most 20 wildcards';
    expect((body as Problem).errors).toEqual([
      { path: 'page', message },
      { path: 'os', message },
    ]);
  });
});

describe('values of filters', () => {
  it('are fifty in all at most', async () => {
    const ask = (filters: Record<string, string>) => request(server.url).get('/api/metrics/daily').query(filters);
    const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`).join(',');
    await ask({ page: values(30), os: values(20) }).expect(200);
    const { body } = await ask({ page: values(30), os: values(21) }).expect(400);
    expect((body as Problem).errors?.map(({ message }) => message)).toEqual(
      Array(2).fill('all filters together must name at most 50 values'),
    );
  });
});
