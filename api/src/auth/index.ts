export { createAuth, type Auth } from './auth.js';
export { refuseWeakPassword } from './change-password.js';
export { createFirstAdmin, generatePassword, hasUsers, type Credentials } from './first-admin.js';
export { forgetOldSignIns } from './forget-old.js';
export { authenticate, unauthenticated, type Identify } from './identify.js';
export { createKey, createKeysRouter, listKeys, revokeKey } from './keys/index.js';
export { createPasswords, type Passwords } from './passwords.js';
export { createAuthRouter } from './routes.js';
export { createSignedTokens } from './signed-tokens.js';
export { hashToken, makeToken } from './sign-ins.js';
export {
  addUser,
  changeUser,
  createUsersRouter,
  findMember,
  inviteUser,
  listMembers,
  removeUser,
  resetPassword,
} from './users/index.js';
export { watchAccess, type ReaderWatch } from './watch-access.js';
