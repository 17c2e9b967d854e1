import { breakdownQuery, reportQuery, type ReportQuery } from '@tidemark/contracts';
import { Router, type Response } from 'express';
import type { DataSource } from 'typeorm';
import type { EventStore } from '../events/index.js';
import { toCsv } from '../http/csv.js';
import { signalOf } from '../http/client-left.js';
import { readerOf } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import type { SiteDirectory } from '../sites/index.js';
import { getDailyMetrics } from './get-daily-metrics.js';
import { getBreakdown, getPages, getSources } from './get-groups.js';
import { readQuestion } from './report-query.js';

interface MetricsDeps {
  orm: DataSource;
  events: EventStore;
  sites: SiteDirectory;
  now: () => Date;
}

/** `GET /api/metrics/daily|pages|sources|breakdown`. */
export function createMetricsRouter(deps: MetricsDeps): Router {
  const router = Router();

  router.get('/daily', async (request, response) => {
    const query = parseOrRefuse(reportQuery, request.query);
    send(response, query, 'daily', await getDailyMetrics(deps, await readQuestion(deps, query, askerOf(response))));
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

  return router;
}

function askerOf(response: Response) {
  return { reader: readerOf(response), signal: signalOf(response) };
}

function send(response: Response, query: ReportQuery, name: string, report: { data: object[] }): void {
  if (query.format === 'json') response.json(report);
  else response.type('text/csv').attachment(`${name}.csv`).send(toCsv(report.data));
}
