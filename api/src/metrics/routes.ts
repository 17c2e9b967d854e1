import { breakdownQuery, ignoredQuery, reportQuery, timeseriesQuery, type ReportQuery } from '@tidemark/contracts';
import { Router, type Response } from 'express';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { EventStore } from '../events/index.js';
import { toCsv } from '../http/csv.js';
import { signalOf } from '../http/client-left.js';
import { readerOf } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import type { SiteDirectory } from '../sites/index.js';
import { getDailyMetrics } from './get-daily-metrics.js';
import { getBreakdown, getPages, getSources } from './get-groups.js';
import { getIgnored } from './get-ignored.js';
import { getTimeseries } from './get-timeseries.js';
import { readQuestion } from './report-query.js';

interface MetricsDeps {
  orm: DataSource;
  pool: Pool;
  events: EventStore;
  sites: SiteDirectory;
  now: () => Date;
}

/** `GET /api/metrics/daily|timeseries|pages|sources|breakdown|ignored`. */
export function createMetricsRouter(deps: MetricsDeps): Router {
  const router = Router();

  router.get('/daily', async (request, response) => {
    const query = parseOrRefuse(reportQuery, request.query);
    send(response, query, 'daily', await getDailyMetrics(deps, await readQuestion(deps, query, askerOf(response))));
  });

  router.get('/timeseries', async (request, response) => {
    const query = parseOrRefuse(timeseriesQuery, request.query);
    const question = await readQuestion(deps, query, askerOf(response));
    send(response, query, query.interval, await getTimeseries(deps, question, query.interval));
  });

  router.get('/pages', async (request, response) => {
    const query = parseOrRefuse(reportQuery, request.query);
    send(response, query, 'pages', await getPages(deps.events, await readQuestion(deps, query, askerOf(response))));
  });

  router.get('/sources', async (request, response) => {
    const query = parseOrRefuse(reportQuery, request.query);
    send(response, query, 'sources', await getSources(deps.events, await readQuestion(deps, query, askerOf(response))));
  });

  router.get('/breakdown', async (request, response) => {
    const query = parseOrRefuse(breakdownQuery, request.query);
    send(
      response,
      query,
      query.dimension,
      await getBreakdown(deps.events, await readQuestion(deps, query, askerOf(response)), query.dimension),
    );
  });

  router.get('/ignored', async (request, response) => {
    const query = parseOrRefuse(ignoredQuery, request.query);
    const question = await readQuestion(deps, { ...query, limit: 1, compare: 'none' }, askerOf(response));
    send(response, query, 'ignored', await getIgnored(deps.pool, question));
  });

  return router;
}

function askerOf(response: Response) {
  return { reader: readerOf(response), signal: signalOf(response) };
}

function send(response: Response, query: Pick<ReportQuery, 'format'>, name: string, report: { data: object[] }): void {
  if (query.format === 'json') response.json(report);
  else response.type('text/csv').attachment(`${name}.csv`).send(toCsv(report.data));
}
