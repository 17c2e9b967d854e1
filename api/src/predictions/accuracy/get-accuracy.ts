import type { AccuracyQuery, AccuracyReport, MetricName } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { SiteEntity } from '../../db/index.js';
import { addDays, lastFullDay } from '../../domain/period.js';
import { evaluate, evaluateNaive, groupBy, type Evaluation, type Outcome } from './evaluate.js';
import { readOutcomes } from './read-outcomes.js';

interface Asked extends Pick<AccuracyQuery, 'days' | 'confidence_level'> {
  site: SiteEntity;
  metric: MetricName;
}

/**
 * What was predicted up to a week ahead for the last full days, against what came, computed from all the issued rows: a
 * marked day was predicted as well, and nobody makes a forecast look better by marking the days it missed.
 */
export async function getAccuracy(deps: { pool: Pool; now: () => Date }, asked: Asked): Promise<AccuracyReport> {
  const { site, metric, days, confidence_level } = asked;
  const to = lastFullDay(deps.now(), site.timezone);
  const period = { from: addDays(to, 1 - days), to };
  const read = { siteId: site.id, metric, period, level: confidence_level, isMarkedLeftOut: false };
  const { outcomes, scale } = await readOutcomes(deps.pool, read);
  const byHorizon = [...groupBy(outcomes, ({ horizon }) => horizon)].sort(([a], [b]) => a - b);
  const byModel = groupBy(outcomes, ({ modelVersion, modelKind }) => `${modelVersion} ${modelKind}`);
  return {
    site: site.domain,
    metric_name: metric,
    start_date: period.from,
    end_date: period.to,
    confidence_level,
    ...toFigures(evaluate(outcomes, scale)),
    baseline: { name: 'seasonal_naive', ...evaluateNaive(outcomes, scale) },
    by_horizon: byHorizon.map(([horizon, group]) => ({ horizon, ...toFigures(evaluate(group, scale)) })),
    by_model_version: [...byModel.values()].map((group) => ({
      model_version: group[0].modelVersion,
      model_kind: group[0].modelKind,
      ...toFigures(evaluate(group, scale)),
    })),
    history: outcomes.map(toRow),
  };
}

function toFigures({ relativeMae, coverage, ...errors }: Evaluation) {
  return { ...errors, relative_mae: relativeMae, interval_coverage: coverage };
}

function toRow(outcome: Outcome): AccuracyReport['history'][number] {
  return {
    predicted_date: outcome.predictedDate,
    origin: outcome.origin,
    horizon: outcome.horizon,
    issued_at: outcome.issuedAt.toISOString(),
    model_version: outcome.modelVersion,
    predicted_value: outcome.predicted,
    lower: outcome.lower,
    upper: outcome.upper,
    actual_value: outcome.actual,
  };
}
