import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '@tidemark/api/testing';
import { ensureDemo, makeDemo, removeDemo } from './ensure-demo.js';

const NOW = new Date('2026-06-17T14:30:00Z');

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

async function count(text: string): Promise<number> {
  const { rows } = await server.database.pool.query<{ count: number }>(text);
  return rows[0]?.count ?? -1;
}

describe('the demo', () => {
  it('is written with its daily figures, tells how far it is, and goes without a trace', async () => {
    const progress: [number, number][] = [];
    await makeDemo(server, { now: NOW, days: 10, onProgress: (done, total) => progress.push([done, total]) });
    expect(progress.at(-1)).toEqual([11, 11]);
    await server.settle();
    const [site] = await server.sites.list();
    expect(site).toMatchObject({ domain: 'demo.example', name: 'Demo: Harbour Books', isDemo: true });
    const views = await count('SELECT count(*) FROM page_visits');
    expect(views).toBeGreaterThan(2_000);
    expect(await count('SELECT sum(page_views) AS count FROM daily_metrics')).toBe(views);
    expect(await count('SELECT count(*) FROM daily_metrics')).toBe(10);

    expect(await removeDemo(server)).toBe(true);
    for (const table of ['sites', 'page_visits', 'daily_metrics'])
      expect([table, await count(`SELECT count(*) FROM ${table}`)]).toEqual([table, 0]);
    expect(await removeDemo(server)).toBe(false);
  });

  it('replaces an earlier one', async () => {
    await makeDemo(server, { now: NOW, days: 2, onProgress: () => undefined });
    const views = await count('SELECT count(*) FROM page_visits');
    await makeDemo(server, { now: NOW, days: 2, onProgress: () => undefined });
    expect(await count('SELECT count(*) FROM page_visits')).toBe(views);
  });

  it('is not made where there is a site', async () => {
    await server.sites.save({
      domain: 'example.org',
      name: 'example.org',
    });
    expect(await ensureDemo(server, () => undefined)).toBe('skipped');
    expect(await count('SELECT count(*) FROM page_visits')).toBe(0);
  });

  it('goes where it is unfinished and a site of its own has come meanwhile', async () => {
    const interrupt = () => {
      throw new Error('interrupted');
    };
    await expect(makeDemo(server, { now: NOW, days: 2, onProgress: interrupt })).rejects.toThrow('interrupted');
    await server.sites.save({ domain: 'example.org', name: 'example.org' });
    expect(await ensureDemo(server, () => undefined)).toBe('removed');
    expect((await server.sites.list()).map(({ domain }) => domain)).toEqual(['example.org']);
    expect(await count('SELECT count(*) FROM page_visits')).toBe(0);
    expect(await ensureDemo(server, () => undefined)).toBe('skipped');
  });

  it('stays where it is finished, beside a site of its own', async () => {
    await makeDemo(server, { now: NOW, days: 2, onProgress: () => undefined });
    await server.sites.save({ domain: 'example.org', name: 'example.org' });
    expect(await ensureDemo(server, () => undefined)).toBe('skipped');
    expect(await server.sites.list()).toHaveLength(2);
  });
});
