export { createAuth, type Auth } from './auth.js';
export { createFirstAdmin, generatePassword, hasUsers, type Credentials } from './first-admin.js';
export { forgetOldSignIns } from './forget-old.js';
export { authenticate } from './identify.js';
export { createAuthRouter } from './routes.js';
export { watchAccess } from './watch-access.js';
