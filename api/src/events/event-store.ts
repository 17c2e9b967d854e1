import type { BreakdownDimension, DeviceDistribution, FilterDimension } from '@tidemark/contracts';
import type { Sums } from '../domain/figures.js';

/** One page view, ready to be stored: enriched, its address cut, its page canonical. */
export interface NewPageView {
  siteId: number;
  /** Idempotency key: a known one adds nothing, and a longer `timeOnPage` replaces a shorter. */
  eventId: string;
  /** Scheme, host and path; of the query only what the site lists as significant. At most 500 characters. */
  pageUrl: string;
  visitorId: string;
  sessionId: string;
  /** The server made `sessionId`: the session is cut anew as the visitor's other views become known. */
  isSessionDerived: boolean;
  viewedAt: Date;
  /** The event named itself, but its instant was assigned by us or may be that of a report: it may be known on another day. */
  isInstantUnsure?: boolean;
  /** Whole seconds in the foreground; null where unknown. */
  timeOnPage: number | null;
  referrer: string | null;
  userAgent: string | null;
  /** Cut to /24 or /48. */
  ipAddress: string | null;
  deviceType: string | null;
  browser: string | null;
  os: string | null;
  screenResolution: string | null;
  language: string | null;
  country: string | null;
  /** Null where the referrer is the site itself: the session keeps the source it began with. */
  source: string | null;
  channel: string | null;
  utmSource: string | null;
  utmMedium: string | null;
  utmCampaign: string | null;
  utmTerm: string | null;
  utmContent: string | null;
}

/** One custom event: a name and flat properties, beside the page it happened on. Not a page view. */
export interface NewCustomEvent {
  siteId: number;
  eventId: string;
  name: string;
  props: Record<string, string | number | boolean | null>;
  pageUrl: string;
  visitorId: string;
  sessionId: string;
  happenedAt: Date;
}

/** What an erasure took away. */
export interface Erasure {
  /** Page views and custom events. */
  erasedEvents: number;
  /** The days of the site, in its time zone, whose figures change. */
  days: string[];
}

/** What became of appended views, by their event ids. */
export interface AppendResult {
  /** Ids that were not stored before. */
  inserted: Set<string>;
  /** Ids of views on days that only the archive still has: they were left out. Never of the last week. */
  closed: Set<string>;
}

/** Days `from`..`to` inclusive (`YYYY-MM-DD`) of a site, in its time zone. */
export interface SiteRange {
  siteId: number;
  timeZone: string;
  from: string;
  to: string;
}

/** Which values of a dimension count: any of `values` (`*` is a wildcard, null is unknown), or none of them. */
export interface Filter {
  dimension: FilterDimension;
  isNegated: boolean;
  values: (string | null)[];
}

/** What follows from the days, or the hours of days, of other dimensions: summaries of months don't hold it. */
export type DerivedDimension = 'date' | 'hour' | 'week' | 'month' | 'weekday_hour';

/**
 * What figures can be grouped by. `total` is one group of everything; an `hour` is named by its start in ms since the epoch, a
 * `week` by its Monday, a `month` by its first day.
 */
export type Dimension = BreakdownDimension | FilterDimension | DerivedDimension | 'total' | 'source_and_channel';

/** Sums over one group of views and sessions, from which every figure of METRICS follows. */
export interface GroupSums extends Sums {
  /** Null where unknown. */
  value: string | null;
  /** Second part of the group's key: the channel of `source_and_channel`. */
  detail: string | null;
  /** Sessions that left from this page; only where the dimension is `page`, whose sessions are its entries. */
  exits: number;
}

export interface AggregateQuery {
  range: SiteRange;
  filters: readonly Filter[];
  dimension: Dimension;
  orderBy: 'value' | 'page_views' | 'sessions';
  limit: number;
  /** Only these groups. */
  values?: readonly (string | null)[];
}

/** Groups in order, and how many there are without the limit. */
export interface Aggregate {
  groups: GroupSums[];
  totalGroups: number;
  /** UTC days whose archive file is missing or damaged, or whose events have expired: what they held isn't counted. */
  missingDays: string[];
  /** The distinct visitors are estimated; with filters all sums may be. */
  isApproximate: boolean;
}

/** The distinct visitors of a range. */
export interface RangeVisitors extends Pick<Aggregate, 'missingDays' | 'isApproximate'> {
  uniqueVisitors: number;
}

/** The distinct visitors of each of some ranges. */
export interface VisitorsOfEach extends Pick<Aggregate, 'missingDays' | 'isApproximate'> {
  uniqueVisitors: number[];
}

/** Figures of days by their dates, and the distinct visitors of them all. */
export interface CountedDays extends RangeVisitors {
  days: Map<string, { sums: Sums; details: DayDetails }>;
}

/** What happened on a site lately. */
export interface RecentActivity {
  activeVisitors: number;
  /** Page views by the start of their minute, in ms since the epoch; minutes without one are absent. */
  viewsByMinute: Map<number, number>;
  /** The leading values of each kind by page views; null where unknown. */
  leading: Record<'page' | 'source' | 'country' | 'device', { value: string | null; pageViews: number }[]>;
}

/** The leading pages, sources and devices of each day. */
export interface DayDetails {
  topPages: { page: string; page_views: number }[];
  trafficSources: { source: string; sessions: number }[];
  deviceDistribution: DeviceDistribution;
}

/** Which groups' days are asked for. */
export interface LeadingQuery {
  range: SiteRange;
  dimension: Exclude<Dimension, DerivedDimension>;
  /** So many groups: those with the most page views and sessions over all days. */
  limit: number;
  /** Only these groups. */
  values?: readonly (string | null)[];
}

/** Sums of groups by day; days without anything are absent. */
export interface DailyGroups {
  /** The largest first. */
  groups: DailyGroup[];
  /** UTC days whose archive file is missing or damaged, or whose events have expired: what they held isn't counted. */
  missingDays: string[];
}

export interface DailyGroup {
  /** Null where unknown. */
  value: string | null;
  days: Map<string, Omit<Sums, 'uniqueVisitors'> & { exits: number }>;
}

export type CrossedDimension = 'device_type' | 'browser' | 'country';

/** Which sessions are asked for by two of their properties. */
export interface CrossedQuery {
  range: SiteRange;
  dimensions: readonly CrossedDimension[];
  /** So many entry pages, and of each so many values: those with the most sessions. */
  pages: number;
  valuesPerPage: number;
}

export interface CrossedEntries {
  groups: Map<CrossedDimension, { entryPage: string; value: string | null; sessions: number; bounces: number }[]>;
  /** What counts must be multiplied by: over 1 where they're those of some visitors. */
  factor: number;
  missingDays: string[];
}

/** How often a custom event happened on a page and day. */
export interface CustomByDay {
  date: string;
  page: string;
  count: number;
}
