import {
  acceptInviteBody,
  inviteBody,
  newUser,
  userChange,
  userPath,
  type InviteList,
  type MemberList,
} from '@tidemark/contracts';
import { Router, type RequestHandler } from 'express';
import { actorOf } from '../../audit/index.js';
import { noStore } from '../../http/no-store.js';
import { principalOf, requireAdmin, signInOf } from '../../http/principal.js';
import { readJson } from '../../http/read-json.js';
import { requireJson } from '../../http/require-json.js';
import { parseOrRefuse } from '../../http/validation.js';
import { answerSignIn, deviceOf } from '../answer-sign-in.js';
import type { Auth } from '../auth.js';
import { changeUser, removeUser } from './change-user.js';
import { acceptInvite, getPendingInvite, inviteUser, listInvites, withdrawInvite } from './invite.js';
import { listMembers } from './members.js';

/** `GET|POST /api/users`, `PATCH|DELETE /api/users/{id}`, `GET /api/invites`, `DELETE /api/invites/{id}`. */
export function createUsersRouter(auth: Auth): Router {
  const router = Router();
  router.use(['/users', '/invites'], readJson('100kb'), noStore, requireAdminInPerson);

  router.get('/users', async (_request, response) => {
    response.json({ data: await listMembers(auth.pool) } satisfies MemberList);
  });

  router.post('/users', requireJson, async (request, response) => {
    const by = { actor: actorOf(response), by: signInOf(response).user.id };
    response.status(201).json(await inviteUser(auth, parseOrRefuse(newUser, request.body), by));
  });

  router.patch('/users/:id', requireJson, async (request, response) => {
    const { id } = parseOrRefuse(userPath, request.params);
    const change = parseOrRefuse(userChange, request.body);
    response.json(await changeUser(auth, { id, change, actor: actorOf(response) }));
  });

  router.delete('/users/:id', async (request, response) => {
    const { id } = parseOrRefuse(userPath, request.params);
    await removeUser(auth, { id, actor: actorOf(response) });
    response.status(204).end();
  });

  router.get('/invites', async (_request, response) => {
    response.json({ data: await listInvites(auth) } satisfies InviteList);
  });

  router.delete('/invites/:id', async (request, response) => {
    const { id } = parseOrRefuse(userPath, request.params);
    await withdrawInvite(auth, id, actorOf(response));
    response.status(204).end();
  });

  return router;
}

/** `POST /api/auth/invite`, `POST /api/auth/invite/accept`: for the invited, who isn't known yet. */
export function createInvitationRouter(auth: Auth): Router {
  const router = Router();

  router.post('/', requireJson, async (request, response) => {
    response.json(await getPendingInvite(auth, parseOrRefuse(inviteBody, request.body).token));
  });

  router.post('/accept', requireJson, async (request, response) => {
    answerSignIn(response, await acceptInvite(auth, parseOrRefuse(acceptInviteBody, request.body), deviceOf(request)));
  });

  return router;
}

const requireAdminInPerson: RequestHandler = (_request, response, next) => {
  signInOf(response);
  requireAdmin(principalOf(response));
  next();
};
