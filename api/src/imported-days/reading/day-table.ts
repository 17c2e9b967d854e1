import type { ImportedDay, ImportSource } from '../imported-day.js';
import { ExportProblem, type Place } from './export-problem.js';
import { dayMetrics, type DailyFormat, type DayMetric } from './formats.js';
import type { MetricColumn } from './header.js';
import { daysBetween } from './parse-day.js';

/** What a file tells, checked as far as can be without knowing its site. */
export interface DailyHistory {
  source: ImportSource;
  tool: string;
  /** In order, each once, with its place in the file. */
  days: { day: ImportedDay; place: Place }[];
  /** The column that each metric comes from. */
  taken: { metric: DayMetric; column: string }[];
  leftOut: string[];
}

/** A table whose days are at least so far apart is one of weeks or months. */
const WEEK_DAYS = 7;

interface Cell {
  count: number | null;
  place: Place;
  section: number;
}

/** Gathers a file's figures by day and column, from one table or several. */
export class DayTable {
  private readonly cells = new Map<string, Map<string, Cell>>();
  private readonly columns = new Map<string, Omit<MetricColumn, 'index'>>();
  private readonly others = new Set<string>();

  constructor(private readonly format: DailyFormat) {}

  /**
   * @param cell.section the number of its table; tables of one file may repeat what they agree on
   * @throws ExportProblem where the day has a figure in this column already
   */
  add(date: string, column: Omit<MetricColumn, 'index'>, cell: Cell): void {
    const key = `${column.metric} ${String(column.rank)}`;
    this.columns.set(key, column);
    const day = this.cells.get(date) ?? new Map<string, Cell>();
    this.cells.set(date, day);
    const there = day.get(key);
    if (there !== undefined && (there.section === cell.section || there.count !== cell.count))
      throw new ExportProblem(
        cell.place,
        `the day ${date} is there twice, first in ${describePlace(there.place)}: export one figure a day, without comparisons or a second dimension`,
      );
    day.set(key, there ?? cell);
  }

  leaveOut(names: readonly string[]): void {
    for (const name of names) this.others.add(name);
  }

  /** @throws ExportProblem where there's no day, or it isn't a table of days */
  finish(): DailyHistory {
    if (this.cells.size === 0) throw new ExportProblem(null, 'there is no day in it: name a file with a line a day');
    const best = dayMetrics.flatMap((metric) => {
      const candidates = [...this.columns].filter(([, column]) => column.metric === metric);
      return candidates.sort(([, a], [, b]) => a.rank - b.rank).slice(0, 1);
    });
    const takenKeys = new Map(best.map(([key, { metric }]) => [metric, key]));
    const isTaken = new Set(takenKeys.values());
    const days = [...this.cells]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([date, cells]) => {
        const countOf = (metric: DayMetric): number | null => cells.get(takenKeys.get(metric) ?? '')?.count ?? null;
        const day: ImportedDay = {
          date,
          pageVisits: countOf('pageVisits'),
          pageViews: countOf('pageViews'),
          sessions: countOf('sessions'),
          uniqueVisitors: countOf('uniqueVisitors'),
        };
        return { day, place: [...cells.values()][0]?.place ?? '' };
      });
    this.checkIsDaily(days.map(({ day }) => day.date));
    return {
      source: this.format.source,
      tool: this.format.tool,
      days,
      taken: best.map(([, { metric, name }]) => ({ metric, column: name })),
      leftOut: [...[...this.columns].filter(([key]) => !isTaken.has(key)).map(([, { name }]) => name), ...this.others],
    };
  }

  private checkIsDaily(dates: readonly string[]): void {
    const steps = dates.slice(1).map((date, index) => daysBetween(dates[index] ?? date, date));
    if (steps.length > 1 && Math.min(...steps) >= WEEK_DAYS)
      throw new ExportProblem(null, 'its dates are a week or more apart: export the figures by day');
  }
}

const describePlace = (place: Place): string => (typeof place === 'number' ? `line ${String(place)}` : place);
