import { loginBody, logoutBody, passwordBody, refreshBody, type Me, type SignIn } from '@tidemark/contracts';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { AppError } from '../errors.js';
import { forbid, principalOf } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import { ACCESS_TOKEN_SECONDS } from './access-tokens.js';
import type { Auth } from './auth.js';
import { changePassword } from './change-password.js';
import { authenticate, unauthenticated } from './identify.js';
import { login } from './login.js';
import { REVOKE_SIGN_IN, REVOKE_SIGN_INS_OF_USER } from './queries.js';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie.js';
import { refresh } from './refresh.js';
import type { Device, Issued, RevokeReason } from './sign-ins.js';

/** `POST /api/auth/login|refresh|logout|password`, `GET /api/auth/me`. */
export function createAuthRouter(auth: Auth): Router {
  const router = Router();
  router.use(express.json({ limit: '10kb' }), (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  router.post('/login', requireJson, async (request, response) => {
    const issued = await login(auth, parseOrRefuse(loginBody, request.body), deviceOf(request));
    setRefreshCookie(request, response, issued.refreshToken);
    response.json(toSignIn(issued));
  });

  router.post('/refresh', requireJson, async (request, response) => {
    const { refresh_token: given } = parseOrRefuse(refreshBody, request.body ?? {});
    const token = given ?? readRefreshCookie(request);
    if (token === undefined) throw unauthenticated('There is no refresh token. Sign in.');
    if (given !== undefined) {
      const issued = await refresh(auth, given);
      response.json({ ...toSignIn(issued), refresh_token: issued.refreshToken } satisfies SignIn);
      return;
    }
    const issued = await refresh(auth, token);
    setRefreshCookie(request, response, issued.refreshToken);
    response.json(toSignIn(issued));
  });

  router.use(authenticate(auth.identify));

  router.get('/me', (_request, response) => {
    const { user, scope, siteIds } = principalOf(response);
    response.json({ user, scope, site_ids: siteIds && [...siteIds] } satisfies Me);
  });

  router.post('/logout', async (request, response) => {
    const { user, signInId } = signInOf(response);
    refuseOtherThanJson(request);
    const { everywhere } = parseOrRefuse(logoutBody, request.body ?? {});
    const reason: RevokeReason = everywhere ? 'logout_everywhere' : 'logout';
    if (everywhere) await auth.pool.query(REVOKE_SIGN_INS_OF_USER, [user.id, auth.now(), reason]);
    else await auth.pool.query(REVOKE_SIGN_IN, [signInId, auth.now(), reason]);
    clearRefreshCookie(request, response);
    response.status(204).end();
  });

  router.post('/password', requireJson, async (request, response) => {
    const { user } = signInOf(response);
    const issued = await changePassword(auth, user, parseOrRefuse(passwordBody, request.body), deviceOf(request));
    setRefreshCookie(request, response, issued.refreshToken);
    response.json(toSignIn(issued));
  });

  return router;
}

/**
 * A page of another site can make a browser send a form with our cookie where it counts as the same site (a neighbouring
 * subdomain, another port), which SameSite=Strict doesn't see; but it can't make it send JSON without asking us first, by
 * a CORS preflight that we don't grant. So JSON must be said, even with an empty body.
 */
const requireJson: RequestHandler = (request, _response, next) => {
  if (request.is('json')) next();
  else throw otherMedia();
};

function refuseOtherThanJson(request: Request): void {
  if (request.is('json') === false && request.get('content-length') !== '0') throw otherMedia();
}

function otherMedia(): AppError {
  return new AppError({ code: 'unsupported_media_type', detail: 'Content-Type must be application/json.' });
}

/** Keys are for programs: what concerns the user's own sign-ins is the user's. @throws AppError `forbidden` */
function signInOf(response: Response) {
  const { user, by } = principalOf(response);
  if (by.kind !== 'sign_in') throw forbid('An API key can not do this: sign in.');
  return { user, signInId: by.id };
}

function deviceOf(request: Request): Device {
  return { userAgent: request.get('user-agent'), address: request.ip };
}

function toSignIn({ user, accessToken }: Issued): SignIn {
  return { access_token: accessToken, token_type: 'Bearer', expires_in: ACCESS_TOKEN_SECONDS, user };
}
