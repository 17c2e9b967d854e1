export { deliverDue } from './deliver-due.js';
export { previewDigest, type DeliveryDeps } from './deliver.js';
export { createDigestRouter } from './routes.js';
export type { SmtpSettings } from './send-email.js';
