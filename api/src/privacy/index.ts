export { eraseVisitor } from './erase-visitor.js';
export { exportVisitor } from './export-visitor.js';
export { createPrivacyRouter } from './routes.js';
