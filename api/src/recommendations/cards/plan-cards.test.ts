import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../domain/period.js';
import { buildFinding } from '../testing/build-finding.js';
import { dataOf } from './card.js';
import { planCards, type KnownCard } from './plan-cards.js';

const TODAY = '2025-08-19';
const RUNS = Array.from({ length: 9 }, (_, back) => addDays(TODAY, -back));
const finding = buildFinding();
const nothing = { added: [], renewed: [], sighted: [], expired: [] };

const buildCard = (about: Partial<KnownCard> = {}): KnownCard => ({
  id: 1,
  type: finding.type,
  key: finding.key,
  status: 'pending',
  score: finding.impact.score,
  data: dataOf(finding),
  lastSeen: '2025-08-18',
  decidedAt: null,
  ...about,
});
const plan = (cards: KnownCard[], findings = [finding], runDates = RUNS) =>
  planCards(cards, findings, { date: TODAY, runDates });
/** The finding, so many times as far from what was expected. */
const grown = (factor: number) => buildFinding({ evidence: { ...finding.evidence, observed: 700 - 210 * factor } });
const weightier = (factor: number) =>
  buildFinding({ impact: { ...finding.impact, score: finding.impact.score * factor } });

describe('what becomes of a finding', () => {
  it('is a new card where none is known, and one alone where it comes twice', () => {
    expect(plan([], [finding, buildFinding()])).toEqual({ ...nothing, added: [finding] });
  });

  it.each(['pending', 'accepted'] as const)('is the card that is %s already', (status) => {
    expect(plan([buildCard({ status })])).toEqual({ ...nothing, renewed: [{ id: 1, finding, isReopened: false }] });
  });

  it('is another card where the type or the key is another', () => {
    const cards = [
      buildCard({ key: 'example.com/', lastSeen: TODAY }),
      buildCard({ type: 'not_found', lastSeen: TODAY }),
    ];
    expect(plan(cards)).toEqual({ ...nothing, added: [finding] });
  });

  it.each([
    ['stays dismissed while it is the same', 'dismissed', finding, { sighted: [1] }],
    ['stays dismissed while it grows a little', 'dismissed', grown(1.49), { sighted: [1] }],
    ['stays done while it is the same', 'completed', finding, { sighted: [1] }],
  ] as const)('%s', (_what, status, found, expected) => {
    expect(plan([buildCard({ status })], [found])).toEqual({ ...nothing, ...expected });
  });

  it('comes back after it was dismissed where its effect or its weight is half as large again', () => {
    for (const found of [grown(1.5), weightier(1.5)])
      expect(plan([buildCard({ status: 'dismissed' })], [found])).toEqual({
        ...nothing,
        renewed: [{ id: 1, finding: found, isReopened: true }],
      });
  });

  it('is a new card where it grew after it was done: the old one keeps its receipt', () => {
    expect(plan([buildCard({ status: 'completed' })], [grown(2)])).toEqual({ ...nothing, added: [grown(2)] });
  });

  it.each(['dismissed', 'completed', 'expired'] as const)(
    'is a new card four weeks and more after it was last seen, though %s',
    (status) => {
      expect(plan([buildCard({ status, lastSeen: '2025-07-21' })]).added).toEqual([finding]);
      expect(plan([buildCard({ status, lastSeen: '2025-07-22' })]).added).toEqual([]);
    },
  );

  describe('that is sudden', () => {
    const onDay = (changedOn: string | null) => ({ ...finding, changedOn });
    const toldSince = (known: string | null, found: string | null, status: KnownCard['status'] = 'pending') =>
      plan([buildCard({ status, data: dataOf(onDay(known)) })], [onDay(found)]).renewed[0]?.finding.changedOn;

    it.each([
      ['on the day it was first told of', '2025-08-10', '2025-08-18'],
      ['on that day, too, where it has become a trend', '2025-08-10', null],
    ])('began %s', (_when, known, found) => {
      expect(toldSince(known, found)).toBe(known);
    });

    it('is another one where the last was four weeks before, or none', () => {
      expect(toldSince('2025-07-20', '2025-08-18')).toBe('2025-08-18');
      expect(toldSince(null, '2025-08-18')).toBe('2025-08-18');
      expect(toldSince('2025-08-10', '2025-08-18', 'expired')).toBe('2025-08-18');
    });

    it('is no longer looked for once the card is accepted: its receipt is about what was told then', () => {
      expect(toldSince(null, '2025-08-18', 'accepted')).toBeNull();
      expect(toldSince('2025-08-10', null, 'accepted')).toBe('2025-08-10');
    });
  });

  it('comes back as the card that expired lately', () => {
    expect(plan([buildCard({ status: 'expired' })]).renewed).toEqual([{ id: 1, finding, isReopened: true }]);
  });
});

describe('a card whose finding is gone', () => {
  it('expires at the seventh run without it, if nobody decided about it', () => {
    const expired = (about: Partial<KnownCard>, runs = RUNS) => plan([buildCard(about)], [], runs).expired;
    expect(expired({ lastSeen: '2025-08-13' })).toEqual([]);
    expect(expired({ lastSeen: '2025-08-12' })).toEqual([1]);
    expect(expired({ lastSeen: '2025-08-01', status: 'accepted' })).toEqual([]);
    expect(expired({ lastSeen: '2025-08-01', status: 'dismissed' })).toEqual([]);
  });

  it('stays while nobody looked', () => {
    expect(plan([buildCard({ lastSeen: '2025-07-01' })], [], [TODAY, '2025-07-01']).expired).toEqual([]);
  });
});
