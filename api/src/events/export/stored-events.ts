import type { VisitorEvent } from '@tidemark/contracts';
import type { PoolClient } from 'pg';
import { SELECT_CUSTOM_EVENTS, SELECT_VIEWS } from './queries.js';

interface Person {
  siteId: number;
  domain: string;
  visitorId: string;
}

type Stored<Type extends VisitorEvent['type']> = Omit<
  Extract<VisitorEvent, { type: Type }>,
  'type' | 'site' | 'timestamp' | 'stored_at'
> & { timestamp: Date };

const ROWS_AT_ONCE = 1_000;

/** What PostgreSQL has of a visitor: views, then custom events, each oldest first. In the client's transaction. */
export async function* readStoredEvents(client: PoolClient, person: Person): AsyncGenerator<VisitorEvent[]> {
  const parameters = [person.siteId, person.visitorId];
  for await (const rows of fetchAll<Stored<'page_view'> & { stored_at: Date }>(client, SELECT_VIEWS, parameters))
    yield rows.map(({ timestamp, stored_at, ...row }) => ({
      type: 'page_view',
      site: person.domain,
      timestamp: timestamp.toISOString(),
      ...row,
      stored_at: stored_at.toISOString(),
    }));
  for await (const rows of fetchAll<Stored<'custom_event'>>(client, SELECT_CUSTOM_EVENTS, parameters))
    yield rows.map(({ timestamp, ...row }) => ({
      type: 'custom_event',
      site: person.domain,
      timestamp: timestamp.toISOString(),
      ...row,
    }));
}

async function* fetchAll<Row extends object>(
  client: PoolClient,
  select: string,
  parameters: readonly unknown[],
): AsyncGenerator<Row[]> {
  await client.query(`DECLARE exported NO SCROLL CURSOR FOR ${select}`, [...parameters]);
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${ROWS_AT_ONCE} FROM exported`);
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query('CLOSE exported');
}
