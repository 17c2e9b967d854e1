/** PostgreSQL's classes 08 (connection), 53 (too many connections, no room) and 57P (shutting down, starting up). */
const AWAY_STATE = /^(?:08|53|57P)/;
const AWAY_SYSTEM = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'];
/** What the driver throws itself, without a code. */
const AWAY_MESSAGE =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether what was thrown means that the database can't be reached now, so that trying again later has a chance. */
export function isDatabaseAway(thrown: unknown): boolean {
  if (thrown instanceof AggregateError) return thrown.errors.some(isDatabaseAway);
  if (!(thrown instanceof Error)) return false;
  const code = 'code' in thrown ? String(thrown.code) : '';
  return AWAY_STATE.test(code) || AWAY_SYSTEM.includes(code) || AWAY_MESSAGE.test(thrown.message);
}
