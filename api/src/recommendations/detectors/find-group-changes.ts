import type { RecommendationType } from '@tidemark/contracts';
import type { Candidate, QuestionKind } from './candidate.js';
import {
  causeOf,
  changedItself,
  chanceOfTrend,
  measureGroups,
  measureGroupTrends,
  trendedItself,
  weighSides,
} from './group-changes.js';
import type { SiteDays } from './site-days.js';
import { tellMovement, tellTrend, type ChangeWords } from './tell-group-change.js';
import { keyOf } from './words.js';

/** Which groups are looked at, and which of their changes are told. */
interface Changes {
  type: RecommendationType;
  kinds: { movement: QuestionKind; trend: QuestionKind };
  dimension: 'page' | 'source';
  metric: 'pageVisits' | 'sessions';
  /** Smaller changes are not worth telling; fractions. */
  least: { movement: number; trend: number };
  /** A sudden loss that must be visible for a group to be asked about, where it isn't the usual. */
  visibleLoss?: number;
  wordsOf: (isLoss: boolean) => ChangeWords;
}

/** Groups that lose or gain: within two days, or steadily over weeks. */
export function findGroupChanges(
  site: SiteDays,
  { type, kinds, dimension, metric, least, visibleLoss, wordsOf }: Changes,
): Candidate[] {
  const keyFor = (value: string | null, isLoss: boolean) => `${keyOf(value)}:${isLoss ? 'losing' : 'gaining'}`;
  const sudden = measureGroups(site, dimension, metric, visibleLoss).map((each): Candidate => {
    const { group, movement, change } = each;
    return {
      type,
      kind: kinds.movement,
      key: keyFor(group.value, change < 0),
      pValue: weighSides(movement),
      most: movement.chanceOf(-least.movement) + movement.chanceOf(least.movement),
      isLarge: () => Math.abs(change) >= least.movement && changedItself(site, each, metric),
      cause: causeOf(site, dimension, group.value, { ...movement, days: each.window.length, metric }),
      tell: () => tellMovement(site, each, wordsOf(change < 0)),
    };
  });
  const steady = measureGroupTrends(site, dimension, metric).map((each): Candidate => {
    const { group, trend } = each;
    return {
      type,
      kind: kinds.trend,
      key: keyFor(group.value, trend.slope < 0),
      pValue: trend.pValue,
      most: chanceOfTrend(trend, least.trend),
      isLarge: () => Math.abs(trend.change - 1) >= least.trend && trendedItself(site, each, metric),
      cause: causeOf(site, dimension, group.value, {
        observed: trend.endLevel,
        expected: trend.startLevel,
        days: 1,
        metric,
      }),
      tell: () => tellTrend(site, each, wordsOf(trend.slope < 0)),
    };
  });
  return [...sudden, ...steady];
}
