import type { Evidence, EvidenceDimension, RecommendationType } from '@tidemark/contracts';
import type { Finding } from './finding.js';
import type { SiteDays } from './site-days.js';

/** What made figures move, or what moved with it: of candidates with one cause a single one is told. */
export interface Cause {
  of: 'visits' | 'bounces';
  direction: 'up' | 'down';
  /** Null: the whole site. */
  dimension: EvidenceDimension | null;
  value: string | null;
  /** The difference it makes, over the site's usual figure. */
  share: number;
}

/** What a candidate is when it's told. */
export interface Telling extends Pick<Finding, 'title' | 'description' | 'target'> {
  evidence: Omit<Evidence, 'version' | 'p_value' | 'q_value' | 'tested'>;
  stake: { visitsPerWeek: number; plausibleEffect: number };
}

/** Kinds of questions: each has its part of the budget of false alarms, however many of it are asked. Advice alarms nobody. */
export type QuestionKind =
  | 'unusual_day'
  | 'silence'
  | 'page_movement'
  | 'page_trend'
  | 'source_movement'
  | 'source_trend'
  | 'new_source'
  | 'group_gone'
  | 'device_bounces'
  | 'browser_bounces'
  | 'country_bounces'
  | 'standing_bounces'
  | 'ignored_views'
  | 'page_bounces'
  | 'campaign_bounces'
  | 'page_exits'
  | 'not_found'
  | 'advice';

/** Kinds whose answer is a change within days: of its target's last weeks some are from before it. */
export const suddenKinds: ReadonlySet<QuestionKind> = new Set([
  'unusual_day',
  'page_movement',
  'source_movement',
  'new_source',
  'group_gone',
  'device_bounces',
  'browser_bounces',
  'country_bounces',
]);

/** One question asked of the figures, and its answer. */
export interface Candidate {
  type: RecommendationType;
  kind: QuestionKind;
  key: string;
  /** How often chance alone would show as much. */
  pValue: number;
  /** How often chance alone would reach the least effect. */
  most: number;
  /** Whether the effect reaches the detector's minimum: what is certain may still be too little to tell. Asked where it's certain. */
  isLarge: () => boolean;
  cause: Cause | null;
  /** Called where it's told. */
  tell: () => Telling;
}

/** Every question that a detector asked, also those whose answer is no. */
export type Detector = (site: SiteDays) => Candidate[];
