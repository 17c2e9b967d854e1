import { newMarkedDays, type MarkedDays } from '@tidemark/contracts';
import { Router } from 'express';
import type { Pool } from 'pg';
import { AppError } from '../errors.js';
import { principalOf } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import { findSite, type SiteDirectory } from '../sites/index.js';
import { listMarks } from './list-marks.js';
import { markDays, MAX_MARKS, type MarkOutcome } from './mark-days.js';
import type { Mark } from './mark.js';
import { unmarkDays } from './unmark-days.js';

interface MarkedDaysDeps {
  pool: Pool;
  sites: SiteDirectory;
  now: () => Date;
  /** Has the forecasts of a site made anew; absent where nobody makes any. */
  renewForecasts: ((siteId: number) => Promise<void>) | undefined;
}

/** `GET|POST /api/sites/{id}/marked-days`, `DELETE /api/sites/{id}/marked-days/{marked_id}`. */
export function createMarkedDaysRouter({ pool, sites, now, renewForecasts }: MarkedDaysDeps): Router {
  const router = Router();

  router.get('/:id/marked-days', async (request, response) => {
    const site = await findSite(sites, request.params.id, principalOf(response));
    response.json({ data: (await listMarks(pool, site.id)).map(toMarkedDays) });
  });

  router.post('/:id/marked-days', async (request, response) => {
    const site = await findSite(sites, request.params.id, principalOf(response));
    const { start_date, end_date = start_date, reason } = parseOrRefuse(newMarkedDays, request.body);
    const span = { siteId: site.id, start: start_date, end: end_date, reason };
    const mark = expectMarked(await markDays(pool, span, now()), site.domain);
    await renewForecasts?.(site.id);
    response.status(201).location(`/api/sites/${site.id}/marked-days/${mark.id}`).json(toMarkedDays(mark));
  });

  router.delete('/:id/marked-days/:marked_id', async (request, response) => {
    const site = await findSite(sites, request.params.id, principalOf(response));
    const { marked_id: id } = request.params;
    const mark = /^\d{1,9}$/.test(id) ? await unmarkDays(pool, Number(id), site.id) : null;
    if (!mark) throw new AppError({ code: 'not_found', detail: `${site.domain} has no marked days ${id}.` });
    await renewForecasts?.(site.id);
    response.status(204).end();
  });

  return router;
}

/** @throws AppError `conflict` */
function expectMarked(outcome: MarkOutcome, domain: string): Mark {
  switch (outcome.kind) {
    case 'marked':
      return outcome.mark;
    case 'already_marked':
      throw new AppError({ code: 'conflict', detail: `These days are marked already, as ${outcome.id}.` });
    case 'too_many':
      throw new AppError({
        code: 'conflict',
        detail: `${domain} has ${MAX_MARKS} marks, which is the most: remove some, or mark longer spans.`,
      });
  }
}

function toMarkedDays(mark: Mark): MarkedDays {
  return {
    id: mark.id,
    start_date: mark.start,
    end_date: mark.end,
    reason: mark.reason,
    source: mark.source,
    created_at: mark.createdAt.toISOString(),
  };
}
