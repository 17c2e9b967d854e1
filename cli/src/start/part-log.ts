import type { LogFile } from './log-file.js';

/** A line of a log, as far as the terminal cares. */
interface LogEntry {
  level: string;
  message: string;
  /** Of a job's end. */
  job?: unknown;
  error?: { message?: unknown };
  reason?: unknown;
}

function parseEntry(line: string): LogEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    const isEntry = typeof entry === 'object' && entry !== null && 'level' in entry && 'message' in entry;
    return isEntry ? (entry as LogEntry) : undefined;
  } catch {
    return undefined; // not JSON: no entry
  }
}

/** Whose log it is, and whether the terminal shows what isn't a log entry, too. */
export interface Speaker {
  name: string;
  isPlainShown: boolean;
}

/**
 * What the terminal shows of a line of a part's log: warnings and errors, in words.
 * @param line The line.
 * @param speaker Whose it is.
 * @returns Undefined when nothing is shown.
 */
export function describeForTerminal(line: string, { name, isPlainShown }: Speaker): string | undefined {
  const entry = parseEntry(line);
  if (!entry) return isPlainShown && line.trim() !== '' ? line : undefined;
  if (entry.level !== 'warn' && entry.level !== 'error') return undefined;
  const what = typeof entry.job === 'string' && entry.message === 'job' ? `job ${entry.job}` : entry.message;
  const why = entry.error?.message ?? entry.reason;
  const reason = typeof why === 'string' ? `: ${why}` : '';
  return `${name} ${entry.level === 'warn' ? 'warning' : 'error'}: ${what}${reason}`;
}

/**
 * Keeps every line of a part in a file, and shows what needs a reader.
 * @param log The file.
 * @param speaker Whose lines they are.
 * @param show Shows a line.
 */
export function createLineKeeper(log: LogFile, speaker: Speaker, show: (line: string) => void): (line: string) => void {
  return (line) => {
    log.write(line);
    const shown = describeForTerminal(line, speaker);
    if (shown !== undefined) show(shown);
  };
}
