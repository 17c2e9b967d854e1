const BUCKET_MS = 15 * 60_000;

/**
 * A function that gives the calendar day of an instant in a time zone. Every zone's midnights lie on quarters of an hour,
 * so a quarter's day is found once: asking the runtime costs more than all else in an import.
 */
export function createLocalDays(timeZone: string): (atMs: number) => string {
  // Swedish writes days as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const days = new Map<number, string>();
  return (atMs) => {
    const bucket = Math.floor(atMs / BUCKET_MS);
    let day = days.get(bucket);
    if (day === undefined) {
      if (days.size > 1_000) days.clear();
      day = format.format(atMs);
      days.set(bucket, day);
    }
    return day;
  };
}
