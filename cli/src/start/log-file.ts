import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { hasCode } from '../command-error.js';

const kept = 3;

/** A log file that is moved on to `.1`, `.2`, `.3` when it grows over its limit. */
export class LogFile {
  #descriptor: number;
  #bytes: number;

  /**
   * Opens the file for appending; its folder is made if missing.
   * @param file The file.
   * @param limitBytes How large it may grow.
   */
  constructor(
    readonly file: string,
    private readonly limitBytes = 10 * 1024 * 1024,
  ) {
    mkdirSync(path.dirname(file), { recursive: true });
    this.#descriptor = openSync(file, 'a', 0o600);
    this.#bytes = fstatSync(this.#descriptor).size;
  }

  /**
   * Appends one line.
   * @param line Its text, without the line end.
   */
  write(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    if (this.#bytes > 0 && this.#bytes + bytes.length > this.limitBytes) this.#moveOn();
    writeSync(this.#descriptor, bytes);
    this.#bytes += bytes.length;
  }

  /** Closes the file. */
  close(): void {
    closeSync(this.#descriptor);
  }

  #moveOn(): void {
    this.close();
    rmSync(`${this.file}.${String(kept)}`, { force: true });
    for (let age = kept - 1; age >= 1; age--)
      this.#rename(`${this.file}.${String(age)}`, `${this.file}.${String(age + 1)}`);
    this.#rename(this.file, `${this.file}.1`);
    this.#descriptor = openSync(this.file, 'a', 0o600);
    this.#bytes = 0;
  }

  #rename(from: string, to: string): void {
    try {
      renameSync(from, to);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
}
