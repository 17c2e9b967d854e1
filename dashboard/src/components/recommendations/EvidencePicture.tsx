import { formatDay } from '../../lib/format.js';
import { formatFigure, labelOfMetric } from '../../lib/recommendations.js';
import { t } from '../../locales/i18n.js';
import type { Evidence } from '../../types/recommendations.js';
import { ChartTable } from '../charts/ChartTable.js';

const WIDTH = 320;
const HEIGHT = 72;
const PAD = 4;

/** What was seen on each day, what was to be expected, and on which days it was told by. */
export function EvidencePicture({ evidence }: { evidence: Evidence }) {
  const { series, metric, period } = evidence;
  if (series.length < 2) return null;
  const known = series.flatMap(({ observed, expected }) => [observed, expected]).filter((value) => value !== null);
  const band = findBand(evidence);
  const top = Math.max(...known, band?.upper ?? 0, 1e-9);
  const x = (index: number) => PAD + (index / (series.length - 1)) * (WIDTH - 2 * PAD);
  const y = (value: number) => HEIGHT - PAD - (Math.min(value, top) / top) * (HEIGHT - 2 * PAD);
  const from = series.findIndex(({ date }) => date >= period.start_date);
  const to = series.findLastIndex(({ date }) => date <= period.end_date);
  const line = (pick: (day: Evidence['series'][number]) => number | null) => toPath(series.map(pick), x, y);
  const step = (WIDTH - 2 * PAD) / (series.length - 1);
  return (
    <figure className="min-w-0">
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        className="h-20 w-full"
        preserveAspectRatio="none"
      >
        {from >= 0 && to >= from && (
          <rect
            x={x(from) - step / 2}
            y={0}
            width={x(to) - x(from) + step}
            height={HEIGHT}
            className="fill-beacon-wash"
          />
        )}
        {band !== undefined && from >= 0 && (
          <rect
            x={x(from) - step / 2}
            y={y(band.upper)}
            width={x(to) - x(from) + step}
            height={y(Math.max(0, band.lower)) - y(band.upper)}
            className="fill-ebb/40"
          />
        )}
        <path
          d={line(({ expected }) => expected)}
          fill="none"
          strokeWidth={1.5}
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
          className="stroke-ebb"
        />
        <path
          d={line(({ observed }) => observed)}
          fill="none"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
          className="stroke-tide"
        />
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-3 text-xs text-muted">
        <span>{formatDay(series[0]?.date ?? period.start_date)}</span>
        <span>
          {t('recommendations:picture.lines', { metric: labelOfMetric(metric) })}
          {band !== undefined && ` · ${t('recommendations:picture.band')}`}
        </span>
        <span>{formatDay(series.at(-1)?.date ?? period.end_date)}</span>
      </figcaption>
      <ChartTable
        caption={t('recommendations:picture.byDay', { metric: labelOfMetric(metric) })}
        columns={[t('recommendations:picture.day'), t('recommendations:seen'), t('recommendations:picture.expected')]}
        rows={series.map(({ date, observed, expected }) => [
          formatDay(date, 'full'),
          observed === null ? '–' : formatFigure(metric, observed),
          expected === null ? '–' : formatFigure(metric, expected),
        ])}
      />
    </figure>
  );
}

/** Where the period’s days would lie on the whole: the interval is of their sum, or of their mean. */
function findBand({ series, period, expected, interval }: Evidence): { lower: number; upper: number } | undefined {
  const days = series
    .filter(({ date }) => date >= period.start_date && date <= period.end_date)
    .flatMap((day) => (day.expected === null ? [] : [day.expected]));
  const sum = days.reduce((total, day) => total + day, 0);
  const isClose = (value: number) => Math.abs(value - expected) <= 0.05 * Math.abs(expected);
  if (interval === null || days.length === 0) return undefined;
  const share = isClose(sum) ? days.length : isClose(sum / days.length) ? 1 : undefined;
  return share === undefined ? undefined : { lower: interval.lower / share, upper: interval.upper / share };
}

/** A line through what is known; a gap where nothing is. */
function toPath(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let isDrawing = false;
  return values
    .map((value, index) => {
      const command = isDrawing ? 'L' : 'M';
      isDrawing = value !== null;
      return value === null ? '' : `${command}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
}
