import { jest } from '@jest/globals';

interface Dataset {
  label: string;
  data: (number | null)[];
  pointRadius?: number;
  borderDash?: number[];
  fill?: string;
  backgroundColor: (context: { chart: unknown }) => unknown;
  segment: { borderDash: (context: { p1DataIndex: number }) => number[] | undefined };
}

interface HoveredPoint {
  datasetIndex: number;
  dataIndex: number;
  raw: number;
}

/** As much of a chart's properties as tests look at. */
interface Drawing {
  data: { labels: string[]; datasets: [Dataset, ...Dataset[]] };
  options: {
    plugins: {
      tooltip: {
        filter: (item: HoveredPoint) => boolean;
        callbacks: {
          label: (item: HoveredPoint) => string;
          afterBody: (items: readonly HoveredPoint[]) => string[];
        };
      };
    };
    scales: { y: { ticks: { callback: (value: number) => string } } };
  };
}

const drawings: { line?: Drawing; bar?: Drawing } = {};

/** What a chart was last asked to draw. jsdom has no canvas, so drawing itself is left to real browsers. */
export function getDrawing(kind: 'line' | 'bar'): Drawing {
  const drawing = drawings[kind];
  if (drawing === undefined) throw new Error(`no ${kind} chart was drawn`);
  return drawing;
}

jest.unstable_mockModule('react-chartjs-2', () => ({
  Line: (drawing: Drawing) => {
    drawings.line = drawing;
    return <canvas />;
  },
  Bar: (drawing: Drawing) => {
    drawings.bar = drawing;
    return <canvas />;
  },
}));
