import type { TimeMarks } from './time-marks.js';

/** A value for each place of the axis; the label says which day or other stretch of time, in full. */
export interface Series {
  name: string;
  points: readonly { label: string; value: number | null }[];
}

/** What is to be expected, each value with the interval it will lie in. */
export interface Forecast {
  name: string;
  /** The place of the first point on the axis. */
  startIndex: number;
  points: readonly { label: string; value: number; lower: number; upper: number }[];
}

export interface LineChartProps {
  title: string;
  /** Short names of the days or other stretches of time, for the axis: of the series, and of what is forecast. */
  axisLabels: readonly string[];
  series: Series;
  comparison?: Series | undefined;
  forecast?: Forecast | undefined;
  marks?: TimeMarks | undefined;
  /** The point that is still growing: the way to it is dashed. */
  runningIndex?: number | undefined;
  formatValue: (value: number | null) => string;
  /** What a place of the axis is; a day unless said otherwise. */
  pointName?: string | undefined;
  /** Shows the figures as a table, in the place of the drawing. */
  isTable?: boolean | undefined;
}
