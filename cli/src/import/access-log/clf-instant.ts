const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Characters of `17/May/2015:10:05:03 +0000`, the time of the common log format. */
export const CLF_INSTANT_LENGTH = 26;

const DATE = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4})$/;
const OFFSET = /^ ([+-])(\d{2})(\d{2})$/;
const REMEMBERED_DAYS = 1_000;

/** First instants of days by date and offset: a log has few, and each on many lines. NaN: no real day. */
const days = new Map<string, number>();

/** The instant of a log line in milliseconds; null where it names no real moment (such as 31 April). */
export function parseClfInstant(text: string): number | null {
  const date = text.slice(0, 11);
  const offset = text.slice(20);
  const key = date + offset;
  let dayMs = days.get(key);
  if (dayMs === undefined) {
    if (days.size >= REMEMBERED_DAYS) days.clear();
    dayMs = parseDay(date, offset);
    days.set(key, dayMs);
  }
  const hour = readTwoDigits(text, 12);
  const minute = readTwoDigits(text, 15);
  const second = readTwoDigits(text, 18);
  const hasColons = text.charCodeAt(11) === 58 && text.charCodeAt(14) === 58 && text.charCodeAt(17) === 58;
  if (Number.isNaN(dayMs) || !hasColons || hour > 23 || minute > 59 || second > 60) return null;
  // A leap second (:60) is written by some servers; it counts as the second before.
  return dayMs + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1_000;
}

function parseDay(date: string, offset: string): number {
  const [, day, monthName, year] = DATE.exec(date) ?? [];
  const [, sign, hours, minutes] = OFFSET.exec(offset) ?? [];
  const month = MONTHS.indexOf(monthName ?? '');
  const utcMs = Date.UTC(Number(year), month, Number(day));
  const offsetMinutes = Number(hours) * 60 + Number(minutes);
  // `!(… <= …)` also catches what isn't a number.
  if (month === -1 || new Date(utcMs).getUTCDate() !== Number(day) || !(offsetMinutes <= 14 * 60)) return Number.NaN;
  return utcMs - (sign === '-' ? -1 : 1) * offsetMinutes * 60_000;
}

/** 99, which no clock shows, where there are no digits. */
function readTwoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 99;
}
