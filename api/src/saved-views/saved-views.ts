import type { NewSavedView, SavedView, SavedViewChange } from '@tidemark/contracts';
import type { Pool } from 'pg';
import { hasCode } from '../domain/has-code.js';
import { AppError } from '../errors.js';
import { DELETE_VIEW, INSERT_VIEW, SELECT_NAMED_VIEW, SELECT_VIEWS, UPDATE_VIEW } from './queries.js';

/** Whose views, and of which site: those of others don't exist. */
export interface ViewOwner {
  userId: number;
  siteId: number;
}

/** More would be hard to find one's way in. */
export const MAX_VIEWS = 100;

const UNIQUE_VIOLATION = '23505';

interface ViewRow {
  id: number;
  name: string;
  query: string;
  createdAt: Date;
}

export async function listViews(pool: Pool, { userId, siteId }: ViewOwner): Promise<SavedView[]> {
  return (await pool.query<ViewRow>(SELECT_VIEWS, [userId, siteId])).rows.map(toView);
}

/** @throws AppError `conflict` where the name is taken, or there are too many */
export async function saveView(
  pool: Pool,
  { userId, siteId }: ViewOwner,
  { name, query }: NewSavedView,
  now: Date,
): Promise<SavedView> {
  const { rows } = await pool.query<ViewRow>(INSERT_VIEW, [userId, siteId, name, query, now, MAX_VIEWS]);
  if (rows[0]) return toView(rows[0]);
  const same = await pool.query(SELECT_NAMED_VIEW, [userId, siteId, name]);
  if (same.rows.length > 0) throw nameTaken(name);
  throw new AppError({
    code: 'conflict',
    detail: `You have ${MAX_VIEWS} saved views of this site, which is the most: remove some.`,
  });
}

/** @throws AppError `not_found`; `conflict` where the name is taken */
export async function changeView(
  pool: Pool,
  { userId, siteId, viewId }: ViewOwner & { viewId: number },
  { name, query }: SavedViewChange,
): Promise<SavedView> {
  try {
    const { rows } = await pool.query<ViewRow>(UPDATE_VIEW, [userId, siteId, viewId, name ?? null, query ?? null]);
    if (!rows[0]) throw noView(viewId);
    return toView(rows[0]);
  } catch (error) {
    if (name !== undefined && hasCode(error, UNIQUE_VIOLATION)) throw nameTaken(name);
    throw error;
  }
}

/** @throws AppError `not_found` */
export async function removeView(
  pool: Pool,
  { userId, siteId, viewId }: ViewOwner & { viewId: number },
): Promise<void> {
  const { rowCount } = await pool.query(DELETE_VIEW, [userId, siteId, viewId]);
  if (rowCount !== 1) throw noView(viewId);
}

function toView({ createdAt, ...view }: ViewRow): SavedView {
  return { ...view, created_at: createdAt.toISOString() };
}

function nameTaken(name: string): AppError {
  return new AppError({
    code: 'conflict',
    detail: `You have a saved view ${JSON.stringify(name)} of this site already.`,
  });
}

function noView(viewId: number): AppError {
  return new AppError({ code: 'not_found', detail: `You have no saved view ${viewId} of this site.` });
}
