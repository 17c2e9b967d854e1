import {
  loginBody,
  logoutBody,
  meChange,
  passwordBody,
  refreshBody,
  type Me,
  type SignIn,
  type User,
} from '@tidemark/contracts';
import { Router } from 'express';
import { actorOf } from '../audit/index.js';
import { noStore } from '../http/no-store.js';
import { principalOf, signInOf, type Principal } from '../http/principal.js';
import { readJson } from '../http/read-json.js';
import { refuseOtherThanJson, requireJson } from '../http/require-json.js';
import { parseOrRefuse } from '../http/validation.js';
import { answerSignIn, deviceOf, toSignIn } from './answer-sign-in.js';
import type { Auth } from './auth.js';
import { changeName } from './change-name.js';
import { changePassword } from './change-password.js';
import { authenticate, unauthenticated } from './identify.js';
import { login } from './login.js';
import { REVOKE_SIGN_IN, REVOKE_SIGN_INS_OF_USER } from './queries.js';
import { clearRefreshCookie, readRefreshCookie } from './refresh-cookie.js';
import { refresh } from './refresh.js';
import { createSecondFactorRouter } from './second-factor/index.js';
import type { RevokeReason } from './sign-ins.js';
import { createInvitationRouter } from './users/index.js';

/** `POST /api/auth/login|refresh|logout|password`, `GET|PATCH /api/auth/me`, `/api/auth/invite`, `/api/auth/totp`. */
export function createAuthRouter(auth: Auth): Router {
  const router = Router();
  router.use(readJson('10kb'), noStore);

  router.post('/login', requireJson, async (request, response) => {
    answerSignIn(response, await login(auth, parseOrRefuse(loginBody, request.body), deviceOf(request)));
  });

  router.post('/refresh', requireJson, async (request, response) => {
    const { refresh_token: given } = parseOrRefuse(refreshBody, request.body ?? {});
    const token = given ?? readRefreshCookie(request);
    if (token === undefined) throw unauthenticated('There is no refresh token. Sign in.');
    if (given !== undefined) {
      const issued = await refresh(auth, given, request.ip);
      response.json({ ...toSignIn(issued), refresh_token: issued.refreshToken } satisfies SignIn);
      return;
    }
    answerSignIn(response, await refresh(auth, token, request.ip));
  });

  router.use('/invite', createInvitationRouter(auth));

  router.use(authenticate(auth.identify));

  router.get('/me', (_request, response) => {
    const principal = principalOf(response);
    response.json(toMe(principal, principal.user));
  });

  router.patch('/me', requireJson, async (request, response) => {
    const { user } = signInOf(response);
    const change = { ...parseOrRefuse(meChange, request.body), actor: actorOf(response) };
    response.json(toMe(principalOf(response), await changeName(auth, user, change)));
  });

  router.post('/logout', async (request, response) => {
    const { user, signInId } = signInOf(response);
    refuseOtherThanJson(request);
    const { everywhere } = parseOrRefuse(logoutBody, request.body ?? {});
    const reason: RevokeReason = everywhere ? 'logout_everywhere' : 'logout';
    if (everywhere) await auth.pool.query(REVOKE_SIGN_INS_OF_USER, [user.id, auth.now(), reason]);
    else await auth.pool.query(REVOKE_SIGN_IN, [signInId, auth.now(), reason]);
    await auth.record({ actor: actorOf(response), action: 'signed_out', details: { everywhere } });
    clearRefreshCookie(request, response);
    response.status(204).end();
  });

  router.post('/password', requireJson, async (request, response) => {
    const { user } = signInOf(response);
    const issued = await changePassword(auth, user, parseOrRefuse(passwordBody, request.body), deviceOf(request));
    await auth.record({ actor: actorOf(response), action: 'password_changed' });
    answerSignIn(response, issued);
  });

  router.use('/totp', createSecondFactorRouter(auth));

  return router;
}

function toMe({ scope, siteIds }: Principal, user: User): Me {
  return { user, scope, site_ids: siteIds && [...siteIds] };
}
