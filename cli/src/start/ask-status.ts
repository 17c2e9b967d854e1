import http from 'node:http';
import https from 'node:https';

const answerWithinMs = 5_000;

/**
 * Asks a server of this machine. Its certificate isn't looked at: it's for the name under which others come.
 * @param url What to ask for.
 * @returns The status it answers with; undefined where nothing answers.
 */
export async function askStatus(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const options = { rejectUnauthorized: false, agent: false as const, timeout: answerWithinMs };
    const request = (url.startsWith('https:') ? https : http).get(url, options, (response) => {
      response.resume();
      response.once('close', () => {
        resolve(response.statusCode);
      });
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => {
      resolve(undefined); // it doesn't listen yet
    });
  });
}
