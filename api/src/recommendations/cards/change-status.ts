import type { DecidedStatus } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { Audit, AuditActor } from '../../audit/index.js';
import { inTransaction } from '../../db/index.js';
import { AppError } from '../../errors.js';
import type { Card } from './card.js';
import { followDecision } from './leave-out-gaps.js';
import { CHANGE_STATUS, LOCK_CARD } from './queries.js';
import { nextStatuses } from './transitions.js';

/** What somebody decided about a card. */
interface Decision {
  id: number;
  status: DecidedStatus;
  actor: AuditActor;
}

const UNIQUE_VIOLATION = '23505';

/**
 * Changes a card's status, and writes down who did. The status it has already is no change.
 *
 * @returns the card, and whether other days are left out of forecasts now
 * @throws AppError `conflict` where the status may not follow, `not_found` where the card is gone
 */
export async function changeStatus(
  { pool, audit, now }: { pool: Pool; audit: Audit; now: () => Date },
  { id, status, actor }: Decision,
): Promise<{ card: Card; hasMarkedDays: boolean }> {
  const changing = inTransaction(pool, async (client) => {
    const card = (await client.query<Card>(LOCK_CARD, [id])).rows[0];
    if (!card) throw new AppError({ code: 'not_found', detail: `There is no recommendation ${id}.` });
    if (card.status === status) return { card, hasMarkedDays: false };
    const next = nextStatuses(card.status, card.receipt !== null);
    if (!next.includes(status)) throw refuse(card, status, next);
    const at = now();
    const acceptedAt =
      status === 'accepted' ? (card.acceptedAt ?? at) : status === 'completed' ? card.acceptedAt : null;
    const { rows } = await client.query<Card>(CHANGE_STATUS, [id, status, at, acceptedAt]);
    const details = { recommendation_id: id, type: card.type, status, status_before: card.status };
    await audit.record({ actor, action: 'recommendation_decided', siteId: card.siteId, details }, client);
    return { card: rows[0] ?? card, hasMarkedDays: await followDecision(client, card, { status, now: at }) };
  });
  return changing.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)
      throw new AppError({ code: 'conflict', detail: 'The same was found anew since: decide about that one.' });
    throw error;
  });
}

function refuse({ status, receipt }: Card, wanted: DecidedStatus, next: readonly DecidedStatus[]): AppError {
  const may = next.length === 0 ? '' : ` It may become ${next.join(' or ')}.`;
  const detail =
    receipt === null
      ? `What is ${status} can't become ${wanted}.${may}`
      : 'Its gain has been measured: what was decided stands.';
  return new AppError({ code: 'conflict', detail });
}
