/** One HTTP request over an agent's connections. */
import http from 'node:http';

const ANSWER_WITHIN_MS = 30_000;

/** Resolves with status and body; rejects with the reason where there is no whole answer in time. */
export function sendRequest(url, { agent, method = 'GET', headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const request = http.request(url, { agent, method, signal, headers: { ...headers, ...length } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** How a failure without an answer is counted. */
export const nameFailure = (error) => (error.name === 'AbortError' ? 'no answer in 30 s' : (error.code ?? error.name));
