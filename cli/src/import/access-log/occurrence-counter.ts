/** Seconds kept in mind. A server writes requests as they end, so seconds come slightly mixed. */
const REMEMBERED_SECONDS = 120;
/** Lines kept in mind at most, whatever the seconds: memory stays flat even where a whole log bears one time. */
const REMEMBERED_LINES = 200_000;

/**
 * Numbers equal lines of one file: 1 for the first, 2 for the second, and so on. Two requests of one reader in one second
 * are two views, though the log writes the same line twice. Equal lines bear the same second, so they stand close
 * together, and what lies further back can be forgotten: the number is the same each time the file is read.
 */
export class OccurrenceCounter {
  private readonly bySecond = new Map<number, Map<string, number>>();
  private lineCount = 0;

  count(atMs: number, line: string): number {
    const second = Math.floor(atMs / 1_000);
    let lines = this.bySecond.get(second);
    if (lines === undefined) {
      lines = new Map();
      this.bySecond.set(second, lines);
    }
    const occurrence = (lines.get(line) ?? 0) + 1;
    if (occurrence === 1) this.lineCount++;
    lines.set(line, occurrence);
    this.forget();
    return occurrence;
  }

  private forget(): void {
    for (const [second, lines] of this.bySecond) {
      if (this.bySecond.size <= REMEMBERED_SECONDS && this.lineCount <= REMEMBERED_LINES) return;
      this.bySecond.delete(second);
      this.lineCount -= lines.size;
    }
  }
}
