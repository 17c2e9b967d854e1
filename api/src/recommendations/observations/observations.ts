/** Days that detectors look at, the last of them the newest full day. */
export const OBSERVED_DAYS = 90;
/** Of these last days sessions are told by two dimensions at once. */
export const CROSSED_DAYS = 28;

/** A figure of each day, as long as `Observations.dates`. */
export type ByDay = readonly number[];

/** The figures of a group of views and sessions, by day. */
export interface DailySums {
  pageViews: ByDay;
  pageVisits: ByDay;
  sessions: ByDay;
  bounces: ByDay;
  timeOnPageSum: ByDay;
  timeOnPageCount: ByDay;
  /** Sessions that left from here; of pages alone. */
  exits: ByDay;
}

export const observedDimensions = [
  'page',
  'entry_page',
  'source',
  'utm_campaign',
  'country',
  'device_type',
  'browser',
] as const;
export type ObservedDimension = (typeof observedDimensions)[number];

/** One page, source, country and so on; null is unknown. */
export interface ObservedGroup extends DailySums {
  value: string | null;
}

/** Sessions of the last `CROSSED_DAYS` that began on a page, by another of their properties. */
export interface CrossedGroup {
  entryPage: string;
  value: string | null;
  sessions: number;
  bounces: number;
}

/** What was forecast of a day's page visits before it came. */
export interface DayForecast {
  date: string;
  value: number;
  /** The 80, 90 and 95% intervals. */
  intervals: Readonly<Record<80 | 90 | 95, { lower: number; upper: number }>>;
  modelKind: string;
}

/** What detectors look at: figures of a site by day, up to its newest full day. Nothing in it is about one visitor. */
export interface Observations {
  domain: string;
  /** The site's time zone, in which days and hours are meant. */
  timeZone: string;
  /** `YYYY-MM-DD`, in order and without gaps; at most `OBSERVED_DAYS`. */
  dates: readonly string[];
  /** Days that say nothing of usual traffic: marked by the owner, or the installation was down. */
  isLeftOut: readonly boolean[];
  totals: DailySums;
  /** Of each day the page views of its 24 hours. */
  hours: readonly (readonly number[])[];
  /** The leading groups of each dimension over all days. */
  groups: Readonly<Record<ObservedDimension, readonly ObservedGroup[]>>;
  crossed: Readonly<Record<'device_type' | 'browser' | 'country', readonly CrossedGroup[]>>;
  /** There where `crossed` counts the sessions of one in so many visitors, as large sites' must. */
  crossedFactor?: number;
  /** The forecast of each day that was issued a day ahead; null where there was none. */
  forecasts: readonly (DayForecast | null)[];
  /** The newest forecast of the days to come. */
  ahead: readonly DayForecast[];
  /** Page views that weren't counted, such as those of bots, by why. */
  ignored: readonly { reason: string; views: ByDay }[];
  /** Custom events named `404`, which a page that wasn't found sends, by page. */
  notFound: readonly { page: string; views: ByDay }[];
}
