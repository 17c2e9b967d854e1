import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Directives of a content security policy. */
export type ContentPolicy = Record<string, string[]>;

/** An answer that is no page: if a browser shows it as one, it can do nothing. */
export const NO_PAGE: ContentPolicy = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** A page of our own files that asks its own origin: no inline script or style, and nobody may frame it. */
export const OWN_PAGE: ContentPolicy = {
  ...NO_PAGE,
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'form-action': ["'self'"],
};

const YEAR_S = 365 * 86_400;

/** Puts the headers on every answer that keep browsers from misusing it; HSTS where the client came by HTTPS. */
export function secureAnswers(policy: ContentPolicy): RequestHandler {
  const secure = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  const restrict = restrictContent(policy);
  // Without subdomains: those of the domain that Tidemark happens to live on aren't ours to decide about.
  const demandHttps = helmet.strictTransportSecurity({ maxAge: YEAR_S, includeSubDomains: false });
  return (request, response, next) => {
    secure(request, response, (error) => {
      if (error !== undefined) next(error);
      else if (request.secure) restrict(request, response, () => demandHttps(request, response, next));
      else restrict(request, response, next);
    });
  };
}

/** The content security policy alone, for pages among answers that are none. */
export function restrictContent(policy: ContentPolicy): RequestHandler {
  return helmet.contentSecurityPolicy({ useDefaults: false, directives: policy });
}
