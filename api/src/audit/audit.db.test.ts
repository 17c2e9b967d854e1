import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditList, type AuditEntry, type AuditList } from '@tidemark/contracts';
import request from 'supertest';
import { startTestServer, type TestServer } from '../testing/index.js';
import { expireAuditEntries } from './expire-entries.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const list = async (query = ''): Promise<AuditList> =>
  auditList.parse((await request(server.url).get(`/api/audit${query}`).expect(200)).body);

describe('the audit log', () => {
  it('hands out entries the newest first, page by page', async () => {
    const ids: number[] = [];
    for (let number = 0; number < 5; number += 1)
      ids.push(await server.audit.record({ actor: { kind: 'cli', name: 'root' }, action: 'signed_in' }));
    const seen: AuditEntry[] = [];
    let before: number | null = ids[4]! + 1;
    for (let page = 0; page < 3; page += 1) {
      const answer = await list(`?limit=2&before=${String(before)}`);
      seen.push(...answer.data);
      before = answer.next_before;
      if (before === null) break;
    }
    expect(seen.map(({ id }) => id)).toEqual([...ids].reverse());
    expect(before).toBeNull();
    await request(server.url).get('/api/audit?limit=0').expect(400);
    await request(server.url).get('/api/audit?before=x').expect(400);
  });

  it('finds the entries about a visitor, of whom it knows a keyed hash alone', async () => {
    const note = { actor: { kind: 'user', id: 7, name: 'a@example.com', address: '203.0.113.77' } } as const;
    await server.audit.record({
      ...note,
      action: 'visitor_erased',
      visitorId: 'somebody',
      details: { erased_events: 3 },
    });
    const { data } = await list('?visitor_id=somebody');
    expect(data).toMatchObject([
      {
        actor: { kind: 'user', id: '7', name: 'a@example.com' },
        action: 'visitor_erased',
        address: '203.0.113.0',
        details: { erased_events: 3 },
      },
    ]);
    expect((await list('?visitor_id=somebody%20else')).data).toEqual([]);
    const other = await startTestServer();
    try {
      await other.audit.record({ ...note, action: 'visitor_erased', visitorId: 'somebody' });
      const { data: theirs } = await other.audit.list({ limit: 1 });
      expect(theirs[0]?.subject).not.toBe(data[0]?.subject);
    } finally {
      await other.stop();
    }
  });

  it.each([
    "UPDATE audit_log SET action = 'signed_out'",
    'UPDATE audit_log SET id = DEFAULT WHERE false',
    'DELETE FROM audit_log',
    'DELETE FROM audit_log WHERE id = (SELECT max(id) FROM audit_log)',
    'TRUNCATE audit_log',
  ])('refuses %s', async (statement) => {
    const before = await list();
    await expect(server.database.pool.query(statement)).rejects.toThrow('an entry of the audit log stays as it is');
    expect(await list()).toEqual(before);
  });

  it('lets go of entries that are older than it is kept, and says so', async () => {
    const { pool } = server.database;
    const insert = async (daysAgo: number) =>
      (
        await pool.query<{ id: number }>(
          "INSERT INTO audit_log (actor_kind, action, at) VALUES ('cli', 'signed_in', now() - make_interval(days => $1)) RETURNING id",
          [daysAgo],
        )
      ).rows[0]!.id;
    const [old, kept] = [await insert(731), await insert(729)];
    const expire = (days: number) => expireAuditEntries({ pool, audit: server.audit, now: () => new Date() }, days);
    expect(await expire(730)).toBe(1);
    const { data } = await list('?limit=1000');
    expect(data[0]).toMatchObject({
      actor: { kind: 'system', id: null, name: null },
      action: 'audit_entries_expired',
      details: { entries: 1, last_id: old },
    });
    const ids = data.map(({ id }) => id);
    expect([ids.includes(old), ids.includes(kept)]).toEqual([false, true]);
    expect(await expire(730)).toBe(0);
    expect((await list()).data[0]?.id).toBe(data[0]?.id);
  });

  it('keeps an entry 90 days whatever anybody says, and with it all that was to go at once', async () => {
    const { pool } = server.database;
    await pool.query(
      "INSERT INTO audit_log (actor_kind, action, at) VALUES ('cli', 'signed_in', now() - interval '200 days')",
    );
    const before = await list('?limit=1000');
    await expect(expireAuditEntries({ pool, audit: server.audit, now: () => new Date() }, 0)).rejects.toThrow(
      'an entry of the audit log stays as it is',
    );
    expect(await list('?limit=1000')).toEqual(before);
    await pool.query("DELETE FROM audit_log WHERE at < now() - interval '91 days'");
    expect((await list('?limit=1000')).data.length).toBeLessThan(before.data.length);
  });

  it('takes an entry back with the transaction that it belongs to', async () => {
    const before = (await list()).data[0]?.id;
    const client = await server.database.pool.connect();
    await client.query('BEGIN');
    await server.audit.record({ actor: { kind: 'cli' }, action: 'signed_in' }, client);
    await client.query('ROLLBACK');
    client.release();
    expect((await list()).data[0]?.id).toBe(before);
  });

  it('tells of changes to what is kept of visitors, with what was before, and of a removed site', async () => {
    const { body } = await request(server.url).post('/api/sites').send({ domain: 'told.example' }).expect(201);
    const { id } = body as { id: number };
    const patch = (change: object) =>
      request(server.url)
        .patch(`/api/sites/${String(id)}`)
        .send(change)
        .expect(200);
    await patch({ name: 'No matter' });
    await patch({ retention_days: 90, after_refusal: 'cookieless' });
    await patch({ retention_days: 90 });
    await request(server.url)
      .delete(`/api/sites/${String(id)}`)
      .expect(204);
    const { data } = await list();
    expect(data.filter(({ site_id }) => site_id === id)).toMatchObject([
      { action: 'site_removed', details: { domain: 'told.example' } },
      {
        action: 'site_privacy_changed',
        details: {
          retention_days: 90,
          retention_days_before: null,
          after_refusal: 'cookieless',
          after_refusal_before: 'nothing',
        },
      },
    ]);
  });
});
