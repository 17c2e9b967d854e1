import { addDays } from '../../domain/period.js';
import { nameOf, type Finding } from '../detectors/finding.js';
import type { Card } from './card.js';

/** As much of a card as decides what becomes of it. */
export type KnownCard = Pick<Card, 'id' | 'type' | 'key' | 'status' | 'score' | 'data' | 'lastSeen' | 'decidedAt'>;

/** What a run changes. */
export interface CardPlan {
  /** Findings that nobody has seen yet. */
  added: Finding[];
  /** Cards whose finding is there still: they say what it says now; where `isReopened`, they are pending again. */
  renewed: { id: number; finding: Finding; isReopened: boolean }[];
  /** Cards that were decided, and whose finding is there still: they stay as they are. */
  sighted: number[];
  /** Pending cards whose cause is gone. */
  expired: number[];
}

/**
 * Runs that a pending card outlives without being found: evidence comes and goes around its threshold. As many days as the
 * budget of false alarms takes the same finding for the same alarm.
 */
export const MISSED_RUNS = 7;
/** A finding that was away for longer is another one, even of the same key. */
export const FORGOTTEN_DAYS = 28;
/** What was dismissed, or is done, is told again where it grew by so much. */
export const GROWTH = 1.5;

/**
 * Decides what becomes of a site's cards. The same findings on the same day change nothing, however often they come.
 *
 * @param known the newest card of each type and key
 * @param runDates the dates of the runs so far, this one's included
 */
export function planCards(
  known: readonly KnownCard[],
  findings: readonly Finding[],
  { date, runDates }: { date: string; runDates: readonly string[] },
): CardPlan {
  const plan: CardPlan = { added: [], renewed: [], sighted: [], expired: [] };
  const cards = new Map(known.map((card) => [nameOf(card), card]));
  const found = new Map(findings.map((finding) => [nameOf(finding), finding]));
  for (const [name, finding] of found) {
    const card = cards.get(name);
    const isForgotten = card !== undefined && card.lastSeen < addDays(date, -FORGOTTEN_DAYS);
    if (card === undefined) plan.added.push(finding);
    else if (card.status === 'pending' || card.status === 'accepted')
      plan.renewed.push({
        id: card.id,
        finding: { ...finding, changedOn: dateChange(card, finding) },
        isReopened: false,
      });
    else if (isForgotten) plan.added.push(finding);
    else if (card.status === 'expired') plan.renewed.push({ id: card.id, finding, isReopened: true });
    else if (!hasGrown(card, finding)) plan.sighted.push(card.id);
    else if (card.status === 'dismissed') plan.renewed.push({ id: card.id, finding, isReopened: true });
    // What is done keeps its receipt: what grew since is another one.
    else plan.added.push(finding);
  }
  for (const card of known) {
    if (card.status !== 'pending' || found.has(nameOf(card))) continue;
    if (runDates.filter((run) => run > card.lastSeen && run <= date).length >= MISSED_RUNS) plan.expired.push(card.id);
  }
  return plan;
}

/**
 * Since when the change of an open card is there: a receipt must know, whatever the card says later. While it lasts it's the same one,
 * also where it is told as a trend by then; what is seen after acceptance isn't what was accepted.
 */
function dateChange({ status, data }: KnownCard, { changedOn }: Finding): string | null {
  const known = data.changed_on ?? null;
  if (status === 'accepted' || changedOn === null) return known;
  return known !== null && known >= addDays(changedOn, -FORGOTTEN_DAYS) && known < changedOn ? known : changedOn;
}

/** Whether what was found is clearly more than what was decided about. */
function hasGrown(card: KnownCard, { evidence, impact }: Finding): boolean {
  const before = Math.abs(card.data.evidence.observed - card.data.evidence.expected);
  const now = Math.abs(evidence.observed - evidence.expected);
  return (before > 0 && now >= GROWTH * before) || (card.score > 0 && impact.score >= GROWTH * card.score);
}
