const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const HEX_DIGITS = /^[\da-f]{32}$/;

/** An id as a row has it: 16 bytes where it is a UUID, else its text. The functions of migration 0010 give it back. */
export type CompactId = { uuid: string; text: null } | { uuid: null; text: string };

interface Ids {
  visitorId: string;
  sessionId: string;
  isSessionDerived: boolean;
}

/** Beside a derived session stands a visitor whose id is likely derived as well: 32 digits without dashes. */
export function compactVisitorId({ visitorId, isSessionDerived }: Ids): CompactId {
  return (isSessionDerived ? HEX_DIGITS : UUID).test(visitorId) ? asUuid(visitorId) : asText(visitorId);
}

/** A derived session's id begins with its visitor's, which isn't stored twice. */
export function compactSessionId({ visitorId, sessionId, isSessionDerived }: Ids): CompactId {
  if (!isSessionDerived) return UUID.test(sessionId) ? asUuid(sessionId) : asText(sessionId);
  return asText(sessionId.startsWith(`${visitorId}.`) ? sessionId.slice(visitorId.length) : sessionId);
}

function asUuid(uuid: string): CompactId {
  return { uuid, text: null };
}

function asText(text: string): CompactId {
  return { uuid: null, text };
}
