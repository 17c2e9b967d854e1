import { createHmac } from 'node:crypto';

/**
 * What a log line's view is called in the database. Keyed: without the import key nobody who reads the database can try
 * out addresses, and two days of one visitor can't be linked.
 */
export interface Identity {
  /** The same line of the same file has the same id each time, so importing it again adds nothing. */
  deriveEventId: (line: string, occurrence: number) => string;
  deriveVisitorId: (day: string, address: string, userAgent: string | null) => string;
}

export function createIdentity(key: Buffer, site: string): Identity {
  const derive = (parts: string): Buffer => createHmac('sha256', key).update(parts, 'latin1').digest();
  return {
    deriveEventId: (line, occurrence) => formatUuid(derive(`event|${site}|${String(occurrence)}|${line}`)),
    deriveVisitorId: (day, address, userAgent) =>
      derive(`visitor|${site}|${day}|${address}|${Buffer.from(userAgent ?? '').toString('latin1')}`).toString(
        'hex',
        0,
        16,
      ),
  };
}

/** Version 8 of RFC 9562: bits of one's own making. */
function formatUuid(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
