import type { ChartType, Plugin } from 'chart.js';

/** What stands at places of a chart's axis besides its values. */
export interface TimeMarks {
  notes: readonly { index: number; text: string }[];
  /** Stretches of the axis, both ends included. */
  spans: readonly { from: number; to: number; text: string }[];
}

export interface TimeMarksOptions extends TimeMarks {
  noteColor: string;
  spanColor: string;
}

declare module 'chart.js' {
  // The name of the type parameter is Chart.js's: declarations of one interface must agree in it.
  interface PluginOptionsByType<TType extends ChartType> {
    timeMarks: TType extends 'line' ? TimeMarksOptions : never;
  }
}

const flagRadius = 4;

/** Draws stretches as shades behind the lines, and notes as dashed poles with a ball on top. */
export const timeMarks: Plugin<'line', TimeMarksOptions> = {
  id: 'timeMarks',
  beforeDatasetsDraw({ ctx, chartArea: area, scales: { x } }, _args, { spans, spanColor }) {
    if (x === undefined || spans.length === 0) return;
    const halfStep = (x.getPixelForValue(1) - x.getPixelForValue(0)) / 2;
    ctx.save();
    ctx.fillStyle = spanColor;
    for (const { from, to } of spans) {
      const left = Math.max(area.left, x.getPixelForValue(from) - halfStep);
      const right = Math.min(area.right, x.getPixelForValue(to) + halfStep);
      ctx.fillRect(left, area.top, right - left, area.bottom - area.top);
    }
    ctx.restore();
  },
  afterDatasetsDraw({ ctx, chartArea: area, scales: { x } }, _args, { notes, noteColor }) {
    if (x === undefined) return;
    ctx.save();
    ctx.strokeStyle = noteColor;
    ctx.fillStyle = noteColor;
    for (const { index } of notes) {
      const left = x.getPixelForValue(index);
      ctx.setLineDash([3, 3]);
      ctx.beginPath();
      ctx.moveTo(left, area.top + 2 * flagRadius);
      ctx.lineTo(left, area.bottom);
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(left, area.top + flagRadius, flagRadius, 0, 2 * Math.PI);
      ctx.fill();
    }
    ctx.restore();
  },
};

/** What is to be said at a place of the axis. */
export function textsAt({ notes, spans }: TimeMarks, index: number): readonly string[] {
  return [
    ...notes.filter((note) => note.index === index).map(({ text }) => text),
    ...spans.filter(({ from, to }) => from <= index && index <= to).map(({ text }) => text),
  ];
}
