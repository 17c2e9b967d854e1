import type { SignIn } from '@tidemark/contracts';
import type { Request, Response } from 'express';
import { ACCESS_TOKEN_SECONDS } from './access-tokens.js';
import { setRefreshCookie } from './refresh-cookie.js';
import type { Device, Issued } from './sign-ins.js';

export function deviceOf(request: Request): Device {
  return { userAgent: request.get('user-agent'), address: request.ip };
}

/** Answers with an access token in the body, and the refresh token in a cookie. */
export function answerSignIn(response: Response, issued: Issued): void {
  setRefreshCookie(response.req, response, issued.refreshToken);
  response.json(toSignIn(issued));
}

export function toSignIn({ user, accessToken }: Issued): SignIn {
  return { access_token: accessToken, token_type: 'Bearer', expires_in: ACCESS_TOKEN_SECONDS, user };
}
