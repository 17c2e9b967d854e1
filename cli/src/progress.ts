import { Presets, SingleBar } from 'cli-progress';
import type { Writable } from 'node:stream';

/** How far a long task is, on a terminal as a bar, else as a plain line now and then. */
export interface Progress {
  /** @param note a few words on what is done so far */
  update: (done: number, total: number | null, note?: string) => void;
  stop: () => void;
}

export interface ProgressOptions {
  label: string;
  isQuiet?: boolean;
  stream?: Writable & { isTTY?: boolean };
  nowMs?: () => number;
}

const PLAIN_LINE_EVERY_MS = 5_000;

export function createProgress(options: ProgressOptions): Progress {
  const { label, isQuiet = false, stream = process.stderr, nowMs = Date.now } = options;
  if (isQuiet) return { update: () => undefined, stop: () => undefined };
  return stream.isTTY ? createBar(label, stream) : createPlainLines(label, stream, nowMs);
}

function createBar(label: string, stream: Writable): Progress {
  const format = `${label} {bar} {percentage} %  {note}`;
  // The command handles Ctrl-C itself: it ends the batch at hand and reports.
  const bar = new SingleBar(
    {
      format,
      stream,
      hideCursor: true,
      gracefulExit: false,
      clearOnComplete: true,
      stopOnComplete: false,
      barsize: 30,
    },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    update: (done, total, note = '') => {
      // Of unknown length (stdin): the bar stays empty, the note tells.
      if (!isStarted) bar.start(total ?? 1, 0, { note });
      isStarted = true;
      bar.setTotal(total ?? 1);
      bar.update(total === null ? 0 : Math.min(done, total), { note });
    },
    stop: () => {
      if (isStarted) bar.stop();
    },
  };
}

function createPlainLines(label: string, stream: Writable, nowMs: () => number): Progress {
  let lastAtMs = nowMs();
  return {
    update: (done, total, note = '') => {
      if (nowMs() - lastAtMs < PLAIN_LINE_EVERY_MS) return;
      lastAtMs = nowMs();
      const percentage = total === null || total === 0 ? '' : `${String(Math.floor((100 * done) / total))} % `;
      stream.write(`${label} ${percentage}${note}\n`);
    },
    stop: () => undefined,
  };
}
