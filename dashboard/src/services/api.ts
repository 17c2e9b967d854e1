import { sendWithAccess } from './access.js';
import { jsonRequest, readJson } from './http.js';

export { ApiError, toApiError } from './http.js';

/** GET a JSON document of the API. The caller's signal ends the call as soon as its answer is no longer wanted. */
export async function fetchJson<Body>(path: string, signal: AbortSignal): Promise<Body> {
  const response = await sendWithAccess(path, { signal, headers: { accept: 'application/json' } });
  return readJson<Body>(response, signal);
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Sends a JSON document, and reads the one that comes back. */
export async function sendJson<Body>(method: Method, path: string, body?: unknown): Promise<Body> {
  return readJson<Body>(await sendWithAccess(path, toRequest(method, body)));
}

/** POSTs a file as it is, and reads the document that comes back. */
export async function sendFile<Body>(path: string, file: Blob, contentType: string): Promise<Body> {
  const request = { method: 'POST', headers: { 'content-type': contentType }, body: file };
  return readJson<Body>(await sendWithAccess(path, request));
}

/** DELETE a resource; the API answers without a body. */
export async function sendDelete(path: string, body?: unknown): Promise<void> {
  await sendWithAccess(path, toRequest('DELETE', body));
}

function toRequest(method: Method, body: unknown): RequestInit {
  return body === undefined ? { method } : jsonRequest(method, body);
}
