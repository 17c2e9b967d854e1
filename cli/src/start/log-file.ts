import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hasCode, messageOf } from '../command-error.js';

const kept = 3;

/** The file while it's open, and how large it is. */
interface OpenFile {
  descriptor: number;
  bytes: number;
}

/** What is told where a line can't be written. */
function describeLoss(file: string, error: unknown): string {
  const way = hasCode(error, 'ENOSPC') ? 'make room on its disk' : 'let it be written';
  return `The log ${file} loses lines (${messageOf(error)}): ${way}, and it goes on.`;
}

/** A log file that is moved on to `.1`, `.2`, `.3` when it grows over its limit. It never fails: what can't be written is lost. */
export class LogFile {
  #open: OpenFile | undefined;
  #isClosed = false;
  #isLosing = false;

  /**
   * Nothing is opened before the first line.
   * @param file The file.
   * @param tell Told once when lines begin to be lost.
   * @param limitBytes How large it may grow.
   */
  constructor(
    readonly file: string,
    private readonly tell: (message: string) => void,
    private readonly limitBytes = 10 * 1024 * 1024,
  ) {}

  /**
   * Appends one line. One that the disk doesn't take is dropped, and the file opened anew for the next.
   * @param line Its text, without the line end.
   */
  write(line: string): void {
    if (this.#isClosed) return;
    try {
      this.#append(Buffer.from(`${line}\n`));
      this.#isLosing = false;
    } catch (error) {
      this.#letGo();
      if (!this.#isLosing) this.tell(describeLoss(this.file, error));
      this.#isLosing = true;
    }
  }

  /** Closes the file; lines that come later are nobody's. */
  close(): void {
    this.#isClosed = true;
    this.#letGo();
  }

  #append(bytes: Buffer): void {
    this.#open ??= this.#openFile();
    if (this.#open.bytes > 0 && this.#open.bytes + bytes.length > this.limitBytes) this.#open = this.#moveOn();
    writeFileSync(this.#open.descriptor, bytes);
    this.#open.bytes += bytes.length;
  }

  /** Opens the file for appending; its folder is made if missing. */
  #openFile(): OpenFile {
    mkdirSync(path.dirname(this.file), { recursive: true });
    const descriptor = openSync(this.file, 'a', 0o600);
    return { descriptor, bytes: fstatSync(descriptor).size };
  }

  #moveOn(): OpenFile {
    this.#letGo();
    rmSync(`${this.file}.${String(kept)}`, { force: true });
    for (let age = kept - 1; age >= 1; age--)
      this.#rename(`${this.file}.${String(age)}`, `${this.file}.${String(age + 1)}`);
    this.#rename(this.file, `${this.file}.1`);
    return this.#openFile();
  }

  #letGo(): void {
    const descriptor = this.#open?.descriptor;
    this.#open = undefined;
    if (descriptor === undefined) return;
    try {
      closeSync(descriptor);
    } catch {
      // Nobody can do more for what the disk didn't take.
    }
  }

  #rename(from: string, to: string): void {
    try {
      renameSync(from, to);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
}
