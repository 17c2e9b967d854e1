export { findSite } from './find-site.js';
export { SiteDirectory } from './site-directory.js';
export { createSitesRouter } from './routes.js';
export { changeSite } from './change-site.js';
export { removeSite } from './remove-site.js';
