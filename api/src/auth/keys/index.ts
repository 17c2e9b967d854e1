export { createKey, listKeys, revokeKey } from './keys.js';
export { createKeysRouter } from './routes.js';
