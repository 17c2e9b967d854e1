import {
  annotation,
  annotationChange,
  annotationList,
  annotationPath,
  annotationQuery,
  importDaysQuery,
  importedDaysOutcome,
  importedDaysSummary,
  markedDays,
  markedDaysList,
  newAnnotation,
  newMarkedDays,
  newSavedView,
  newSite,
  savedView,
  savedViewChange,
  savedViewList,
  savedViewPath,
  site,
  siteChange,
  siteList,
} from '@tidemark/contracts';
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { failing, json, jsonBody } from './openapi-parts.js';

const tags = ['Sites'];
const siteId = z.object({ id: z.string().meta({ description: 'Id or domain', example: '1' }) });
const sitePath = { requestParams: { path: siteId }, tags };
const markPath = { requestParams: { path: siteId.extend({ marked_id: z.int() }) }, tags };
const viewPath = { requestParams: { path: savedViewPath }, tags };
const notePath = { requestParams: { path: annotationPath }, tags };

const ownPaths: ZodOpenApiPathsObject = {
  '/api/sites': {
    get: {
      summary: 'The sites that the user or key may read',
      tags,
      responses: { '200': json('Sites', siteList), ...failing(401, 429, 503) },
    },
    post: {
      summary: 'Add a site',
      tags,
      requestBody: jsonBody(newSite),
      responses: { '201': json('Added', site), ...failing(400, 401, 403, 409, 413, 415, 429, 503) },
    },
  },
  '/api/sites/{id}': {
    get: {
      ...sitePath,
      summary: 'One site',
      responses: { '200': json('The site', site), ...failing(401, 404, 429, 503) },
    },
    patch: {
      ...sitePath,
      summary: 'Change a site',
      requestBody: jsonBody(siteChange),
      responses: { '200': json('The changed site', site), ...failing(400, 401, 403, 404, 413, 415, 429, 503) },
    },
    delete: {
      ...sitePath,
      summary: 'Remove a site and all that was measured of it',
      responses: { '204': { description: 'Removed' }, ...failing(401, 403, 404, 429, 503) },
    },
  },
};

const markedDaysPaths: ZodOpenApiPathsObject = {
  '/api/sites/{id}/marked-days': {
    get: {
      ...sitePath,
      summary: 'Days that forecasts and trainings leave out, by their first day',
      responses: { '200': json('Marked days', markedDaysList), ...failing(401, 404, 429, 503) },
    },
    post: {
      ...sitePath,
      summary: "Mark days that say nothing of usual traffic; the site's forecasts are made anew without them",
      requestBody: jsonBody(newMarkedDays),
      responses: { '201': json('Marked', markedDays), ...failing(400, 401, 403, 404, 409, 413, 415, 429, 503) },
    },
  },
  '/api/sites/{id}/marked-days/{marked_id}': {
    delete: {
      ...markPath,
      summary: "Unmark days; the site's forecasts are made anew with them",
      responses: { '204': { description: 'Unmarked' }, ...failing(401, 403, 404, 429, 503) },
    },
  },
};

const importedDaysPaths: ZodOpenApiPathsObject = {
  '/api/sites/{id}/imported-days': {
    get: {
      ...sitePath,
      summary: 'Days that another tool counted, by where they come from; only forecasts use them',
      responses: { '200': json('Imported days', importedDaysSummary), ...failing(401, 404, 429, 503) },
    },
    post: {
      requestParams: { path: siteId, query: importDaysQuery },
      tags,
      summary: 'Import figures by day from before Tidemark, all days of a file that are over or none',
      description:
        "A file of up to 5 MB as Google Analytics 4, Plausible, Matomo or Umami export it, or `date,page_views,...`; its text may be UTF-16 or gzip. The site's forecasts are made anew with them.",
      requestBody: {
        required: true,
        content: { 'text/csv': { schema: z.string() }, 'application/json': { schema: z.unknown() } },
      },
      responses: {
        '200': json('What came of it, or would', importedDaysOutcome),
        ...failing(400, 401, 403, 404, 409, 413, 415, 429, 503),
      },
    },
    delete: {
      ...sitePath,
      summary: "Remove every imported day; the site's forecasts are made anew without them",
      responses: { '204': { description: 'Removed' }, ...failing(401, 403, 404, 429, 503) },
    },
  },
};

const viewPaths: ZodOpenApiPathsObject = {
  '/api/sites/{id}/views': {
    get: {
      ...sitePath,
      summary: "The user's own saved views of a site, by name",
      responses: { '200': json('Saved views', savedViewList), ...failing(401, 403, 404, 429, 503) },
    },
    post: {
      ...sitePath,
      summary: 'Save a view; whoever may read the site may, and nobody else sees it',
      requestBody: jsonBody(newSavedView),
      responses: { '201': json('Saved', savedView), ...failing(400, 401, 403, 404, 409, 413, 415, 429, 503) },
    },
  },
  '/api/sites/{id}/views/{view_id}': {
    patch: {
      ...viewPath,
      summary: 'Rename a saved view, or save it anew',
      requestBody: jsonBody(savedViewChange),
      responses: {
        '200': json('The changed view', savedView),
        ...failing(400, 401, 403, 404, 409, 413, 415, 429, 503),
      },
    },
    delete: {
      ...viewPath,
      summary: 'Remove a saved view',
      responses: { '204': { description: 'Removed' }, ...failing(400, 401, 403, 404, 429, 503) },
    },
  },
};

const annotationPaths: ZodOpenApiPathsObject = {
  '/api/sites/{id}/annotations': {
    get: {
      requestParams: { path: siteId, query: annotationQuery },
      tags,
      summary: 'What happened on days of a site, the earliest day first',
      responses: { '200': json('Annotations', annotationList), ...failing(400, 401, 404, 429, 503) },
    },
    post: {
      ...sitePath,
      summary: 'Annotate a day (admins)',
      requestBody: jsonBody(newAnnotation),
      responses: { '201': json('Annotated', annotation), ...failing(400, 401, 403, 404, 409, 413, 415, 429, 503) },
    },
  },
  '/api/sites/{id}/annotations/{annotation_id}': {
    patch: {
      ...notePath,
      summary: 'Change an annotation (admins)',
      requestBody: jsonBody(annotationChange),
      responses: {
        '200': json('The changed annotation', annotation),
        ...failing(400, 401, 403, 404, 413, 415, 429, 503),
      },
    },
    delete: {
      ...notePath,
      summary: 'Remove an annotation (admins)',
      responses: { '204': { description: 'Removed' }, ...failing(400, 401, 403, 404, 429, 503) },
    },
  },
};

/** Sites, and what is kept of them beside figures. */
export const sitePaths: ZodOpenApiPathsObject = {
  ...ownPaths,
  ...markedDaysPaths,
  ...importedDaysPaths,
  ...viewPaths,
  ...annotationPaths,
};
