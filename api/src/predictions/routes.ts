import {
  accuracyQuery,
  predictionPath,
  predictionQuery,
  retrainPath,
  retrainRequest,
  type MetricName,
  type PredictionMetric,
} from '@tidemark/contracts';
import { Router } from 'express';
import type { Pool } from 'pg';
import { AppError } from '../errors.js';
import { principalOf, readerOf } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import type { Enqueue } from '../jobs/index.js';
import { findSite, type SiteDirectory } from '../sites/index.js';
import { getAccuracy } from './accuracy/index.js';
import { getPrediction } from './get-prediction.js';
import type { MlClient } from './ml/index.js';
import { refuseWithoutMl } from './refusals.js';
import { getRetraining, requestRetraining } from './retraining/index.js';

interface PredictionsDeps {
  pool: Pool;
  sites: SiteDirectory;
  now: () => Date;
  /** Absent: forecasting is off, and what was issued is still answered. */
  ml: MlClient | undefined;
  /** Absent: this process takes no part in the jobs. */
  enqueue: Enqueue | undefined;
}

/** `GET /api/predictions/{metric}|accuracy`, `POST /api/predictions/retrain`, `GET /api/predictions/retrain/{job_id}`. */
export function createPredictionsRouter(deps: PredictionsDeps): Router {
  const { pool, sites, now, ml } = deps;
  const enqueue = ml && deps.enqueue;
  const router = Router();

  router.get('/accuracy', async (request, response) => {
    const { site: name, metric, ...rest } = parseOrRefuse(accuracyQuery, request.query);
    const site = await findSite(sites, name, readerOf(response));
    response.json(await getAccuracy({ pool, now }, { site, metric: nameOf(metric), ...rest }));
  });

  router.post('/retrain', async (request, response) => {
    // No body at all is told by the length, where one is told.
    if (request.is('json') === false && request.get('content-length') !== '0')
      throw new AppError({ code: 'unsupported_media_type', detail: 'Content-Type must be application/json.' });
    const { site: name, metric } = parseOrRefuse(retrainRequest, request.body ?? {});
    const site = await findSite(sites, name, principalOf(response));
    if (!ml || !enqueue) throw refuseWithoutMl();
    const asked = { site, metric: metric && nameOf(metric) };
    const job = await requestRetraining({ pool, now, ml, enqueue }, asked);
    response.status(202).location(`/api/predictions/retrain/${job.job_id}`).json(job);
  });

  router.get('/retrain/:job_id', async (request, response) => {
    const { job_id } = parseOrRefuse(retrainPath, request.params);
    response.json(await getRetraining(pool, job_id, principalOf(response)));
  });

  router.get('/:metric', async (request, response) => {
    const { metric } = parseOrRefuse(predictionPath, request.params);
    const { site: name, ...rest } = parseOrRefuse(predictionQuery, request.query);
    const site = await findSite(sites, name, readerOf(response));
    response.json(await getPrediction({ pool, now, enqueue }, { site, metric: nameOf(metric), ...rest }));
  });

  return router;
}

function nameOf(metric: PredictionMetric): MetricName {
  return metric.replace('-', '_') as MetricName;
}
