import type { LogFile } from './log-file.js';

/** A line of the API's log, as far as the terminal cares. */
interface LogEntry {
  level: string;
  message: string;
  error?: { message?: unknown };
}

function parseEntry(line: string): LogEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    const isEntry = typeof entry === 'object' && entry !== null && 'level' in entry && 'message' in entry;
    return isEntry ? (entry as LogEntry) : undefined;
  } catch {
    return undefined; // not JSON: shown as it is
  }
}

/**
 * What the terminal shows of a line of the API's log: warnings and errors, in words, and whatever isn't a log entry.
 * @param line The line.
 * @returns Undefined when nothing is shown.
 */
export function describeForTerminal(line: string): string | undefined {
  const entry = parseEntry(line);
  if (!entry) return line.trim() === '' ? undefined : line;
  if (entry.level !== 'warn' && entry.level !== 'error') return undefined;
  const reason = typeof entry.error?.message === 'string' ? `: ${entry.error.message}` : '';
  return `API ${entry.level === 'warn' ? 'warning' : 'error'}: ${entry.message}${reason}`;
}

/**
 * Keeps every line of the API in a file, and shows what needs a reader.
 * @param log The file.
 * @param show Shows a line.
 */
export function createLineKeeper(log: LogFile, show: (line: string) => void): (line: string) => void {
  return (line) => {
    log.write(line);
    const shown = describeForTerminal(line);
    if (shown !== undefined) show(shown);
  };
}
