import { describe, expect, it } from '@jest/globals';
import type { Chart } from 'chart.js';
import { timeMarks, type TimeMarksOptions } from './time-marks.js';

/** A canvas that writes down where it was drawn; places of the axis are 10 pixels apart, the first at 20. */
function openCanvas() {
  const drawn: unknown[] = [];
  const ctx = {
    save: () => undefined,
    restore: () => undefined,
    setLineDash: () => undefined,
    beginPath: () => undefined,
    stroke: () => undefined,
    fill: () => undefined,
    fillRect: (...place: number[]) => drawn.push(['rect', ...place]),
    moveTo: (...place: number[]) => drawn.push(['from', ...place]),
    lineTo: (...place: number[]) => drawn.push(['to', ...place]),
    arc: (x: number, y: number) => drawn.push(['ball', x, y]),
  };
  const chart = {
    ctx,
    chartArea: { left: 20, right: 60, top: 5, bottom: 105 },
    scales: { x: { getPixelForValue: (index: number) => 20 + 10 * index } },
  };
  return { chart: chart as unknown as Chart<'line'>, drawn };
}

const options = (marks: Partial<TimeMarksOptions>): TimeMarksOptions => ({
  notes: [],
  spans: [],
  noteColor: 'orange',
  spanColor: 'grey',
  ...marks,
});
const draw = (marks: Partial<TimeMarksOptions>) => {
  const { chart, drawn } = openCanvas();
  timeMarks.beforeDatasetsDraw?.(chart, { cancelable: true }, options(marks));
  timeMarks.afterDatasetsDraw?.(chart, {}, options(marks), false);
  return drawn;
};

describe('marks on the axis', () => {
  it('shade whole steps, within the chart', () => {
    expect(
      draw({
        spans: [
          { from: 1, to: 2, text: 'bots' },
          { from: 0, to: 4, text: 'all of it' },
        ],
      }),
    ).toEqual([
      ['rect', 25, 5, 20, 100],
      ['rect', 20, 5, 40, 100],
    ]);
  });

  it('put a pole with a ball on top at each note', () => {
    expect(draw({ notes: [{ index: 3, text: 'sale' }] })).toEqual([
      ['from', 50, 13],
      ['to', 50, 105],
      ['ball', 50, 9],
    ]);
  });

  it('draw nothing where there are none', () => {
    expect(draw({})).toEqual([]);
  });
});
