import type { NewSavedView, SavedView, SavedViewList } from '../types/analytics.js';
import type { Read } from './analytics.js';
import { sendDelete, sendJson } from './api.js';

/** The views that the signed-in user keeps of a site. */
export const readSavedViews = (siteId: number): Read<SavedViewList> => ({ path: viewsPath(siteId) });
export const saveView = (siteId: number, view: NewSavedView) => sendJson<SavedView>('POST', viewsPath(siteId), view);
export const changeSavedView = (siteId: number, id: number, change: Partial<NewSavedView>) =>
  sendJson<SavedView>('PATCH', `${viewsPath(siteId)}/${String(id)}`, change);
export const removeSavedView = (siteId: number, id: number) => sendDelete(`${viewsPath(siteId)}/${String(id)}`);

const viewsPath = (siteId: number) => `/api/sites/${String(siteId)}/views`;
