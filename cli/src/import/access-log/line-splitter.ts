/** Longer than any server writes; what goes on beyond it is no log line, and isn't kept in memory. */
const MAX_LINE_BYTES = 64 * 1024;
const LINE_FEED = 10;

/**
 * Cuts chunks of bytes into lines, as latin1: one character a byte, so nothing is lost and nothing can fail. Each line is
 * a string of its own, since pieces of one big string would keep all of it in memory as long as any piece is cached.
 */
export class LineSplitter {
  private rest: Buffer = Buffer.alloc(0);
  private isSkipping = false;

  push(chunk: Buffer): string[] {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    const lines: string[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
      this.emit(lines, bytes, start, end);
      start = end + 1;
    }
    this.rest = bytes.subarray(start);
    if (this.rest.length > MAX_LINE_BYTES) {
      this.emit(lines, this.rest, 0, MAX_LINE_BYTES);
      this.rest = Buffer.alloc(0);
      this.isSkipping = true;
    }
    return lines;
  }

  /** The last line, where it has no line feed. */
  end(): string[] {
    const lines: string[] = [];
    if (this.rest.length > 0) this.emit(lines, this.rest, 0, this.rest.length);
    this.rest = Buffer.alloc(0);
    return lines;
  }

  private emit(lines: string[], bytes: Buffer, start: number, end: number): void {
    if (this.isSkipping) {
      this.isSkipping = false;
      return;
    }
    const hasReturn = end > start && bytes[end - 1] === 13;
    lines.push(bytes.toString('latin1', start, Math.min(hasReturn ? end - 1 : end, start + MAX_LINE_BYTES)));
  }
}
