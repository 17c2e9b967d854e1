import { z } from 'zod';
import { calendarDate } from './text.js';

/** What a recommendation can be about; a detector each. */
export const recommendationTypes = [
  'traffic_anomaly',
  'tracking_outage',
  'page_trend',
  'entry_page_bounce',
  'audience_problem',
  'source_trend',
  'campaign_bounce',
  'publishing_time',
  'forecast_extreme',
  'page_to_promote',
  'early_exit',
  'not_found',
  'bot_surge',
] as const;
export type RecommendationType = (typeof recommendationTypes)[number];

/** What groups a finding can be about or be explained by. */
export const evidenceDimensions = [
  'page',
  'entry_page',
  'exit_page',
  'source',
  'utm_campaign',
  'country',
  'device_type',
  'browser',
  'hour_of_day',
  'day_of_week',
  'ignore_reason',
] as const;
export type EvidenceDimension = (typeof evidenceDimensions)[number];

const subject = z.object({
  dimension: z.enum(evidenceDimensions),
  value: z.string().nullable().meta({ description: 'null: unknown' }),
});

const span = z.object({ start_date: calendarDate, end_date: calendarDate });

/** Why a recommendation was made: figures that can be looked up again. */
export const evidence = z
  .object({
    version: z.literal(1),
    metric: z
      .enum(['page_views', 'page_visits', 'sessions', 'bounce_rate', 'exit_rate', 'avg_time_on_page', 'ignored_views'])
      .meta({ description: 'What `observed` and `expected` are of' }),
    subjects: z.array(subject).meta({ description: 'Which groups it is about; none: the whole site' }),
    period: span.meta({ description: 'The days it was seen on' }),
    baseline: span.nullable().meta({ description: 'The days it was compared with' }),
    observed: z.number(),
    expected: z.number(),
    interval: z
      .object({ level: z.number(), lower: z.number(), upper: z.number() })
      .nullable()
      .meta({ description: 'Where `observed` would lie if nothing had changed, at `level` percent' }),
    p_value: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .meta({ description: 'How often chance alone would show as much; null: nothing was tested' }),
    q_value: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .meta({ description: 'The share of false alarms among findings at least as clear as this one' }),
    tested: z.int().min(1).meta({ description: 'So many questions were asked of the figures in the same run' }),
    explained_by: z
      .array(subject.extend({ observed: z.number(), expected: z.number(), share: z.number() }))
      .meta({ description: 'Groups that account for the difference, each with its share of it' }),
    series: z
      .array(z.object({ date: calendarDate, observed: z.number().nullable(), expected: z.number().nullable() }))
      .meta({ description: 'By day, for a picture; null where unknown or nothing was expected' }),
  })
  .meta({ id: 'Evidence' });
export type Evidence = z.infer<typeof evidence>;

/** Priority with its arithmetic: visits a week at stake x plausible effect x confidence. */
export const expectedImpact = z
  .object({
    visits_per_week: z.number().min(0).meta({ description: 'Page visits a week at stake' }),
    plausible_effect: z.number().min(0).max(1).meta({ description: 'The share of them that acting may move' }),
    confidence: z.number().min(0).max(1),
    score: z.number().min(0).meta({ description: 'The product of the three: page visits a week' }),
    share_of_site: z.number().min(0).meta({ description: '`score` over the page visits of a usual week' }),
  })
  .meta({ id: 'ExpectedImpact' });
export type ExpectedImpact = z.infer<typeof expectedImpact>;
