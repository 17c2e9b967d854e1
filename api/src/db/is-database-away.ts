/** PostgreSQL's classes 08 (connection) and 57P (shutting down, starting up). */
const AWAY_STATE = /^(?:08|57P)/;
/** Its class of what it is short of: connections, memory, room. */
const SHORT_CLASS = '53';
const AWAY_SYSTEM = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'];
/** What the driver throws itself, without a code. */
const AWAY_MESSAGE =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether what was thrown means that the database can't be reached now, so that trying again later has a chance. */
export function isDatabaseAway(thrown: unknown): boolean {
  return isUnanswered(thrown) || codeOf(thrown).startsWith(SHORT_CLASS);
}

/** Whether it means that the database did no work on the statement: where it answers the next one, it's there again. */
export function isUnanswered(thrown: unknown): boolean {
  if (thrown instanceof AggregateError) return thrown.errors.some(isUnanswered);
  if (!(thrown instanceof Error)) return false;
  const code = codeOf(thrown);
  return AWAY_STATE.test(code) || AWAY_SYSTEM.includes(code) || AWAY_MESSAGE.test(thrown.message);
}

const codeOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '');
