import type { CookieOptions, Request, Response } from 'express';
import { REFRESH_DAYS } from './sign-ins.js';

const NAME = 'refresh_token';
const REFRESH_MS = REFRESH_DAYS * 86_400_000;

/** Out of reach of scripts, sent to sign-in's own routes alone, and never along with a request that another site caused. */
function optionsFor(request: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', path: '/api/auth', secure: request.secure };
}

export function setRefreshCookie(request: Request, response: Response, token: string): void {
  response.cookie(NAME, token, { ...optionsFor(request), maxAge: REFRESH_MS });
}

export function clearRefreshCookie(request: Request, response: Response): void {
  response.clearCookie(NAME, optionsFor(request));
}

/** Tokens are base64url, which cookies hold as it is. */
export function readRefreshCookie(request: Request): string | undefined {
  return new RegExp(`(?:^|;\\s*)${NAME}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1];
}
