import { z } from 'zod';
import { evidence, expectedImpact, recommendationTypes } from './evidence.js';
import { siteQuery } from './metrics.js';
import { calendarDate, instant, pathId, text } from './text.js';

/** What somebody may decide about a recommendation. */
export const decidedStatuses = ['pending', 'accepted', 'completed', 'dismissed'] as const;
export type DecidedStatus = (typeof decidedStatuses)[number];

/** Those, and what becomes of one whose cause is gone before anybody decided. */
export const recommendationStatuses = [...decidedStatuses, 'expired'] as const;
export type RecommendationStatus = (typeof recommendationStatuses)[number];

export const targetMetrics = ['page_visits', 'sessions', 'bounce_rate'] as const;
export type TargetMetric = (typeof targetMetrics)[number];

export const targetDimensions = ['page', 'source', 'country', 'device_type', 'total'] as const;
export type TargetDimension = (typeof targetDimensions)[number];

/** What accepting a recommendation should move, and what its receipt measures. */
export const recommendationTarget = z
  .object({
    metric: z.enum(targetMetrics),
    dimension: z.enum(targetDimensions),
    value: z.string().nullable().meta({ description: 'null: the whole site, or the unknown group' }),
  })
  .meta({ id: 'RecommendationTarget' });
export type RecommendationTarget = z.infer<typeof recommendationTarget>;

/** What came of acting, in three words that are meant as they stand. */
export const receiptVerdicts = ['worked', 'no_visible_effect', 'cant_tell'] as const;
export type ReceiptVerdict = (typeof receiptVerdicts)[number];

/** Why nothing can be told. */
export const receiptObstacles = [
  'no_target',
  'no_forecast',
  'short_history',
  'days_left_out',
  'no_figures',
  'changed_before',
  'interval_too_wide',
] as const;
export type ReceiptObstacle = (typeof receiptObstacles)[number];

/** The 14 days after a recommendation was accepted, against what was to be expected without it. */
export const receipt = z
  .object({
    version: z.literal(1),
    verdict: z.enum(receiptVerdicts),
    obstacle: z.enum(receiptObstacles).nullable().meta({ description: 'Why it is `cant_tell`; else null' }),
    explanation: z.string().meta({ description: 'The same in plain words' }),
    method: z.enum(['forecast', 'history']).nullable().meta({
      description:
        '`forecast`: against the one issued before acceptance; `history`: the target’s own weekdays before it',
    }),
    is_adjusted: z.boolean().meta({ description: 'The expectation follows what the rest of the site did meanwhile' }),
    metric: z.enum(targetMetrics).nullable(),
    start_date: calendarDate,
    end_date: calendarDate,
    days: z.int().min(0).meta({ description: 'So many of these days were compared; marked ones are left out' }),
    actual: z.number().nullable().meta({ description: 'The sum over these days; of `bounce_rate` the rate' }),
    expected: z.number().nullable(),
    interval: z
      .object({ level: z.literal(90), lower: z.number(), upper: z.number() })
      .nullable()
      .meta({ description: 'Where `actual` would lie without acting' }),
    gain: z.number().nullable().meta({ description: '`actual` - `expected`' }),
    measured_at: instant,
  })
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof receipt>;

/** What a recommendation rests on, typed and versioned. */
export const recommendationData = z
  .object({
    version: z.literal(1),
    evidence,
    expected_impact: expectedImpact,
    target: recommendationTarget.nullable(),
    changed_on: calendarDate.optional().meta({
      description: 'Since when a sudden change was seen; absent where what is told of came slowly, or stands',
    }),
  })
  .meta({ id: 'RecommendationData' });
export type RecommendationData = z.infer<typeof recommendationData>;

export const recommendation = z
  .object({
    id: z.int(),
    site: z.string(),
    type: z.enum(recommendationTypes),
    title: z.string().max(200),
    description: z.string(),
    priority: z.int().min(1).max(5).meta({ description: '1 is the most urgent' }),
    status: z.enum(recommendationStatuses),
    data: recommendationData,
    first_seen: calendarDate,
    last_seen: calendarDate.meta({ description: 'The last day whose figures still spoke for it' }),
    accepted_at: instant.nullable(),
    decided_at: instant.nullable().meta({ description: 'When its status was last changed by somebody' }),
    receipt_due: calendarDate.nullable().meta({ description: 'On this day its gain is measured; null: not accepted' }),
    receipt: receipt.nullable(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Recommendation' });
export type Recommendation = z.infer<typeof recommendation>;

export const recommendationQuery = siteQuery.extend({
  status: z.enum(recommendationStatuses).optional().meta({ description: 'Default: all but `expired`' }),
  type: z.enum(recommendationTypes).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});
export type RecommendationQuery = z.infer<typeof recommendationQuery>;

/** The last time that recommendations were looked for. */
export const recommendationRun = z.object({
  date: calendarDate.meta({ description: 'The newest full day that was looked at' }),
  finished_at: instant,
  findings: z.int().min(0),
});
export type RecommendationRun = z.infer<typeof recommendationRun>;

export const recommendationList = z
  .object({
    data: z.array(recommendation).meta({ description: 'The most urgent first, then by expected impact' }),
    last_run: recommendationRun.nullable().meta({ description: 'null: none yet' }),
    next_run_after: instant.meta({ description: 'Not before then they are looked for again' }),
  })
  .meta({ id: 'RecommendationList' });
export type RecommendationList = z.infer<typeof recommendationList>;

export const recommendationPath = z.object({ id: pathId });

export const statusChange = z.strictObject({ status: z.enum(decidedStatuses) }).meta({ id: 'StatusChange' });
export type StatusChange = z.infer<typeof statusChange>;

export const trackRecord = z
  .object({
    data: z.array(
      z.object({
        type: z.enum(recommendationTypes),
        accepted: z.int().min(0).meta({ description: 'All that were ever accepted, measured or not' }),
        waiting: z.int().min(0).meta({ description: 'Accepted, and not yet 14 days ago' }),
        worked: z.int().min(0),
        no_visible_effect: z.int().min(0),
        cant_tell: z.int().min(0),
      }),
    ),
  })
  .meta({ id: 'TrackRecord' });
export type TrackRecord = z.infer<typeof trackRecord>;

export const recommendationRunRequest = z.strictObject({ site: text(253).min(1).optional() });

export const recommendationRunAccepted = z
  .object({ site: z.string(), status: z.literal('queued') })
  .meta({ id: 'RecommendationRunAccepted' });
export type RecommendationRunAccepted = z.infer<typeof recommendationRunAccepted>;
