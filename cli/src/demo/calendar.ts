/** Plain calendar arithmetic on `YYYY-MM-DD`. */
const DAY_MS = 86_400_000;

/** 0 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(date).getUTCDay();
}

export function dayOfYear(date: string): number {
  return Math.round((Date.parse(date) - Date.parse(`${date.slice(0, 4)}-01-01`)) / DAY_MS) + 1;
}

/** Easter Sunday (Meeus, Jones and Butcher). */
export function easterOf(year: number): string {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const total = epact + weekday - 7 * shift + 114;
  return `${String(year)}-${pad(Math.floor(total / 31))}-${pad((total % 31) + 1)}`;
}

/** The first instant of a calendar day in a time zone whose midnights exist, such as Europe/Berlin's. */
export function startOfDayMs(date: string, timeZone: string): number {
  const utcMs = Date.parse(`${date}T00:00:00Z`);
  const guessMs = utcMs - offsetMs(utcMs, timeZone);
  return utcMs - offsetMs(guessMs, timeZone);
}

function offsetMs(atMs: number, timeZone: string): number {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(atMs);
  return Date.parse(`${local.replace(' ', 'T')}Z`) - atMs;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
