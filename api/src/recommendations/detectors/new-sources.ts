import type { ObservedGroup } from '../observations/observations.js';
import { countUpper } from '../statistics/distributions.js';
import { sum } from '../statistics/robust.js';
import type { Telling } from './candidate.js';
import { pictureOf, spanOf } from './evidence-parts.js';
import { freshDays, groupsOf, type SiteDays } from './site-days.js';

/** A source that sent next to nothing before. */
export interface NewSource {
  group: ObservedGroup;
  window: readonly number[];
  sessions: number;
  expected: number;
  pValue: number;
  /** Whether all its sessions bounced and are known to have read nothing: what referrer spam looks like. */
  isSpam: boolean;
}

/** Days without it that make it new. */
const LEAST_QUIET_DAYS = 21;
const BASELINE_DAYS = 28;
/** A source is new where it sent at most so many sessions a day before. */
const QUIET_PER_DAY = 0.2;
/** Links shared by hand bring a few visitors at once: their numbers vary that much more than chance. */
const DISPERSION = 3;
/** How often sources that have never sent anyone send somebody, a day. */
const UNSEEN_PER_DAY = 0.1;
const SPAM_BOUNCES = 0.97;
/** Seconds a view that real readers leave at once is still open. */
const SPAM_SECONDS = 1;

/** Sources without a past, with what they sent in the last two days. */
export function findNewSources(site: SiteDays): NewSource[] {
  const window = freshDays(site);
  const first = window?.[0];
  if (!window || first === undefined) return [];
  const before = site.isUsable.flatMap((isUsable, day) => (isUsable && day < first ? [day] : []));
  if (before.length < LEAST_QUIET_DAYS) return [];
  return groupsOf(site, 'source').flatMap((group) => {
    const inWindow = (values: readonly number[]): number => sum(window.map((day) => values[day] ?? 0));
    const past = sum(before.map((day) => group.sessions[day] ?? 0));
    const sessions = inWindow(group.sessions);
    if (sessions === 0 || past > QUIET_PER_DAY * before.length) return [];
    const expected = window.length * Math.max(UNSEEN_PER_DAY, past / before.length);
    const timed = inWindow(group.timeOnPageCount);
    const isUnread = timed > 0 && inWindow(group.timeOnPageSum) / timed <= SPAM_SECONDS;
    return [
      {
        group,
        window,
        sessions,
        expected,
        pValue: countUpper(sessions, expected, DISPERSION),
        isSpam: isUnread && inWindow(group.bounces) >= SPAM_BOUNCES * sessions,
      },
    ];
  });
}

/** What a finding about such a source shows. */
export function showNewSource(site: SiteDays, { group, window, sessions, expected }: NewSource): Telling['evidence'] {
  const first = window[0] ?? site.lastDay;
  return {
    metric: 'sessions',
    subjects: [{ dimension: 'source', value: group.value }],
    period: spanOf(site, first, window.at(-1) ?? first),
    baseline: spanOf(site, first - BASELINE_DAYS, first - 1),
    observed: sessions,
    expected,
    interval: null,
    explained_by: [],
    series: pictureOf(site, group.sessions, null),
  };
}
