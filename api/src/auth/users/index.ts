export { changeUser, removeUser } from './change-user.js';
export { inviteUser } from './invite.js';
export { findMember, listMembers } from './members.js';
export { refuseUnknownSites } from './memberships.js';
export { createInvitationRouter, createUsersRouter } from './routes.js';
export { addUser, resetPassword } from './set-password.js';
