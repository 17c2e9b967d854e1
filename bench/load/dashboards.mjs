/** Artillery's functions of people with the dashboard open. */
import http from 'node:http';
import { listOverviewReads, realtimeStreamPath } from '../support/overview-reads.mjs';

const { SITE: site, AUTHORIZATION: authorization } = process.env;

/** The addresses of the overview's calls, and the live stream, held until the dashboard is closed. */
export function openDashboard(context, events, done) {
  Object.assign(context.vars, Object.fromEntries(listOverviewReads(site)));
  const stream = http.get(
    `${context.vars.target}${realtimeStreamPath(site)}`,
    { agent: false, headers: { authorization } },
    (response) => {
      if (response.statusCode !== 200) events.emit('counter', `stream.status.${response.statusCode}`, 1);
      response.on('data', () => events.emit('counter', 'stream.messages', 1));
      response.on('error', () => events.emit('counter', 'stream.broken', Number(!context.vars.isClosed)));
    },
  );
  stream.on('error', () => events.emit('counter', 'stream.broken', Number(!context.vars.isClosed)));
  // Not among the variables: Artillery copies those.
  streams.set(context, stream);
  done();
}

const streams = new WeakMap();

export function closeDashboard(context, _events, done) {
  context.vars.isClosed = true;
  streams.get(context)?.destroy();
  done();
}
