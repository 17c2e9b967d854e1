/** A PostgreSQL snapshot, `xmin:xmax:xip,...`: which transactions it sees. */
export interface Snapshot {
  text: string;
  xmin: bigint;
  xmax: bigint;
}

export function parseSnapshot(text: string): Snapshot {
  const [xmin = '', xmax = ''] = text.split(':');
  return { text, xmin: BigInt(xmin), xmax: BigInt(xmax) };
}

/** Whether everything that `earlier` sees, `later` sees too. False may only mean that it isn't known. */
export function isSeenBy(earlier: Snapshot, later: Snapshot): boolean {
  return earlier.text === later.text || earlier.xmax <= later.xmin;
}
