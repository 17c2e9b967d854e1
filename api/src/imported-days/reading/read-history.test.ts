import { describe, expect, it } from '@jest/globals';
import type { ImportedDay, ImportSource } from '../imported-day.js';
import { describeProblem, ExportProblem } from './export-problem.js';
import { readHistory } from './read-history.js';

const lines = (...text: string[]): string => `${text.join('\n')}\n`;
const buildDay = (date: string, about: Partial<ImportedDay>): ImportedDay => ({
  date,
  pageVisits: null,
  pageViews: null,
  sessions: null,
  uniqueVisitors: null,
  ...about,
});
const read = (text: string, wanted: ImportSource | 'auto' = 'auto') => {
  try {
    return readHistory(text, wanted);
  } catch (error) {
    if (error instanceof ExportProblem) throw new Error(describeProblem('history.csv', error), { cause: error });
    throw error;
  }
};

const GA4_REPORT = lines(
  '# ----------------------------------------',
  '# Reports snapshot, "all" of it',
  '# Account: A, B & "C"',
  '# Start date: 20250130',
  '# End date: 20250201',
  'Nth day,Active users',
  '0000,40',
  '0001,50',
  '0002,0',
  '',
  'Nth day,New users',
  '0000,4',
  '',
  'Country,Active users',
  'Germany,55',
  '',
  '# Start date: 20250130',
  '# End date: 20250201',
  'Nth day,Active users,Views',
  '0001,50,120',
  '0000,40,100',
);

const GA4_EXPLORATION = lines(
  '# ----------------------------------------',
  '# example.com',
  '# Free form-Free form 1',
  '# 20250130-20250131',
  '# ----------------------------------------',
  '',
  'Date,Active users,Views,Sessions,Total users,Event count',
  ',90,220,130,92,9000,Grand total',
  '20250131,50,120,70,51,5000',
  '20250130,40,100,60,41,4000',
);

interface Example {
  text: string;
  source: ImportSource;
  wanted?: ImportSource;
  days: ImportedDay[];
  taken: string[];
  leftOut?: string[];
}

const EXAMPLES: [string, Example][] = [
  [
    'plain CSV with all columns, in any order',
    {
      text: lines('sessions,date,unique_visitors,page_visits,page_views', '60,2025-01-31,50,100,120'),
      source: 'csv',
      days: [buildDay('2025-01-31', { pageVisits: 100, pageViews: 120, sessions: 60, uniqueVisitors: 50 })],
      taken: ['page_visits', 'page_views', 'sessions', 'unique_visitors'],
    },
  ],
  [
    'plain CSV with one metric, days in any order, remarks, blank lines, CRLF and no last line end',
    {
      text: '# made by hand\r\n\r\ndate,page_views\r\n2025-01-31,5\r\n\r\n20250130,0\r\n2025/02/01,7',
      source: 'csv',
      days: [
        buildDay('2025-01-30', { pageViews: 0 }),
        buildDay('2025-01-31', { pageViews: 5 }),
        buildDay('2025-02-01', { pageViews: 7 }),
      ],
      taken: ['page_views'],
    },
  ],
  [
    'semicolons, points as separators, and a figure that is missing',
    {
      text: lines('Date;Page_Views;Sessions', '2025-01-30;1.234.567;12', '2025-01-31;1 234;', '2025-02-01;12.0;1'),
      source: 'csv',
      days: [
        buildDay('2025-01-30', { pageViews: 1234567, sessions: 12 }),
        buildDay('2025-01-31', { pageViews: 1234 }),
        buildDay('2025-02-01', { pageViews: 12, sessions: 1 }),
      ],
      taken: ['Page_Views', 'Sessions'],
    },
  ],
  [
    'tabs, commas as separators, trailing separators',
    {
      text: lines('date\tpage_views\t', '2025-01-30\t1,234\t', '2025-01-31\t"12"\t'),
      source: 'csv',
      days: [buildDay('2025-01-30', { pageViews: 1234 }), buildDay('2025-01-31', { pageViews: 12 })],
      taken: ['page_views'],
    },
  ],
  [
    'a GA4 report of several tables, days counted from its start',
    {
      text: GA4_REPORT,
      source: 'ga4',
      days: [
        buildDay('2025-01-30', { pageViews: 100, uniqueVisitors: 40 }),
        buildDay('2025-01-31', { pageViews: 120, uniqueVisitors: 50 }),
        buildDay('2025-02-01', { uniqueVisitors: 0 }),
      ],
      taken: ['Views', 'Active users'],
    },
  ],
  [
    'a GA4 exploration with a row of totals, and total users before active ones',
    {
      text: GA4_EXPLORATION,
      source: 'ga4',
      days: [
        buildDay('2025-01-30', { pageViews: 100, sessions: 60, uniqueVisitors: 41 }),
        buildDay('2025-01-31', { pageViews: 120, sessions: 70, uniqueVisitors: 51 }),
      ],
      taken: ['Views', 'Sessions', 'Total users'],
      leftOut: ['Active users', 'Event count'],
    },
  ],
  [
    'a GA4 table without its preamble',
    {
      text: lines('Date,Views,Sessions', 'Totals,220,130', '20250131,"1,120",70'),
      source: 'ga4',
      days: [buildDay('2025-01-31', { pageViews: 1120, sessions: 70 })],
      taken: ['Views', 'Sessions'],
    },
  ],
  [
    "Plausible's export",
    {
      text: lines(
        '"date","visitors","pageviews","bounces","visits","visit_duration"',
        '"2025-01-30",5,50,2,7,8640',
        '"2025-01-31",3,4,2,3,43',
      ),
      source: 'plausible',
      days: [
        buildDay('2025-01-30', { pageViews: 50, sessions: 7, uniqueVisitors: 5 }),
        buildDay('2025-01-31', { pageViews: 4, sessions: 3, uniqueVisitors: 3 }),
      ],
      taken: ['pageviews', 'visits', 'visitors'],
      leftOut: ['bounces', 'visit_duration'],
    },
  ],
  [
    "Plausible's visitors.csv, with rates that are missing",
    {
      text: 'date,visitors,pageviews,visits,views_per_visit,bounce_rate,visit_duration\r\n2025-01-31,0,0,0,0.0,,\r\n',
      source: 'plausible',
      days: [buildDay('2025-01-31', { pageViews: 0, sessions: 0, uniqueVisitors: 0 })],
      taken: ['pageviews', 'visits', 'visitors'],
      leftOut: ['views_per_visit', 'bounce_rate', 'visit_duration'],
    },
  ],
  [
    'Matomo, a day without visits being a date alone',
    {
      text: lines(
        'date,nb_uniq_visitors,nb_visits,nb_actions,bounce_rate',
        '2025-01-30,50,60,130,33%',
        '2025-01-31,',
        '2025-02-01,5,6,13,33%',
      ),
      source: 'matomo',
      days: [
        buildDay('2025-01-30', { pageViews: 130, sessions: 60, uniqueVisitors: 50 }),
        buildDay('2025-01-31', { pageViews: 0, sessions: 0, uniqueVisitors: 0 }),
        buildDay('2025-02-01', { pageViews: 13, sessions: 6, uniqueVisitors: 5 }),
      ],
      taken: ['nb_actions', 'nb_visits', 'nb_uniq_visitors'],
      leftOut: ['bounce_rate'],
    },
  ],
  [
    "Matomo's names in English, page views before actions",
    {
      text: lines(
        'Date,Unique visitors,Visits,Actions,Pageviews,Unique Pageviews',
        '2025-01-30,50,60,"1,130","1,120","1,100"',
      ),
      source: 'matomo',
      days: [buildDay('2025-01-30', { pageVisits: 1100, pageViews: 1120, sessions: 60, uniqueVisitors: 50 })],
      taken: ['Unique Pageviews', 'Pageviews', 'Visits', 'Unique visitors'],
      leftOut: ['Actions'],
    },
  ],
  [
    'Matomo with a label for the date',
    {
      text: lines('label\tnb_visits', '2025-01-30\t60'),
      source: 'matomo',
      days: [buildDay('2025-01-30', { sessions: 60 })],
      taken: ['nb_visits'],
    },
  ],
  [
    "Umami's x and y",
    {
      text: lines('x,y', '2025-01-30 00:00:00,120', '2025-01-31T00:00:00Z,80'),
      source: 'umami',
      days: [buildDay('2025-01-30', { pageViews: 120 }), buildDay('2025-01-31', { pageViews: 80 })],
      taken: ['y'],
    },
  ],
  [
    'daily rows of Umami, by its name',
    {
      text: lines('date,pageviews,visitors,visits,sessions', '2025-01-30,120,50,60,50'),
      source: 'umami',
      wanted: 'umami',
      days: [buildDay('2025-01-30', { pageViews: 120, sessions: 60, uniqueVisitors: 50 })],
      taken: ['pageviews', 'visits', 'visitors'],
      leftOut: ['sessions'],
    },
  ],
  [
    "Umami's answer in JSON, whose sessions are visitors",
    {
      text: JSON.stringify({
        pageviews: [
          { x: '2025-01-30 00:00:00', y: 120 },
          { x: '2025-01-31 00:00:00', y: '80' },
        ],
        sessions: [{ x: '2025-01-30 00:00:00', y: 50 }],
      }),
      source: 'umami',
      days: [buildDay('2025-01-30', { pageViews: 120, uniqueVisitors: 50 }), buildDay('2025-01-31', { pageViews: 80 })],
      taken: ['pageviews', 'sessions'],
    },
  ],
];

describe('a daily history', () => {
  it.each(EXAMPLES)('is read from %s', (_, { text, source, wanted, days, taken, leftOut = [] }) => {
    const history = read(text, wanted);
    expect({
      source: history.source,
      days: history.days.map(({ day }) => day),
      taken: history.taken.map(({ column }) => column),
    }).toEqual({ source, days, taken });
    if (source !== 'ga4' || leftOut.length > 0) expect(history.leftOut).toEqual(leftOut);
  });

  it('knows the line of each day', () => {
    const { days } = read(lines('# a', '', 'date,page_views', '2025-01-31,5', '', '2025-01-30,"6"'));
    expect(days.map(({ day, place }) => [day.date, place])).toEqual([
      ['2025-01-30', 6],
      ['2025-01-31', 4],
    ]);
  });
});

const csv = (...rows: string[]): string => lines('date,page_views,sessions', ...rows);

const MISTAKES: [string, string, RegExp, (ImportSource | 'auto')?][] = [
  ['nothing', '  \n', /^history.csv: it is empty/],
  ['only a header', csv(), /^history.csv: there is no day in it/],
  ['only remarks', '# a\n', /^history.csv: there is no table in it/],
  [
    'unknown columns',
    lines('Datum;Aufrufe', '1;2'),
    /^history.csv:1: .*"Datum", "Aufrufe"; understood: csv: date with /,
  ],
  ['figures without a date', lines('page_views', '2'), /^history.csv:1: .*"page_views"; understood/],
  [
    'a page of HTML',
    '<!doctype html>\n<p>sign in</p>\n',
    /^history.csv:1: no date with figures in .*"<!doctype html>"/,
  ],
  ["Matomo's regret", 'No data available', /^history.csv:1: .*"No data available"/],
  [
    'a column with a typo',
    lines('date,page_views,page_visit', '2025-01-31,1,1'),
    /^history.csv:1: the column "page_visit" can't be understood; understood: csv: date with page_visits, page_views, sessions, unique_visitors\. /,
  ],
  [
    'sessions that may be visitors',
    lines('date,pageviews,sessions', '2025-01-31,2,1'),
    /^history.csv:1: the column "pageviews" can't be understood/,
  ],
  [
    'a column that is there twice',
    lines('date,page_views,Page_Views', '2025-01-31,1,1'),
    /^history.csv:1: the column "Page_Views" is there twice/,
  ],
  [
    'the wrong tool',
    lines('date,page_views', '2025-01-31,1'),
    /^history.csv:1: .*understood: plausible: date with/,
    'plausible',
  ],
  ['no such day', csv('2025-02-29,1,1'), /^history.csv:2: there is no day 2025-02-29/],
  [
    'a date in another order',
    csv('2025-01-30,1,1', '31/01/2025,1,1'),
    /^history.csv:3: "31\/01\/2025" is no date: write it as 2025-01-31/,
  ],
  ['hours', csv('2025-01-31 13:00:00,1,1'), /^history.csv:2: .* has a time of day: export the figures by day/],
  ['GA4 hours', lines('Date,Views', '2025013113,1'), /^history.csv:2: .* has a time of day/],
  ['a date before there were websites', csv('1989-12-31,1,1'), /^history.csv:2: 1989-12-31 is before 1990-01-01/],
  ['no date', csv(',1,1'), /^history.csv:2: "" is no date/],
  ['a negative number', csv('2025-01-31,-1,1'), /^history.csv:2: "-1" is negative/],
  ['a fraction', csv('2025-01-31,1.5,1'), /^history.csv:2: "1.5" is a fraction/],
  ['a fraction that looks like thousands', csv('2025-01-31,1.500,1'), /^history.csv:2: "1.500" is a fraction/],
  ['a comma among semicolons', lines('date;page_views', '2025-01-31;1,500'), /^history.csv:2: "1,500" is a fraction/],
  ['a word', csv('2025-01-31,many,1'), /^history.csv:2: "many" is no whole number/],
  ['thousands in groups of two', csv('2025-01-31,"1,23",1'), /^history.csv:2: "1,23" is a fraction/],
  ['a number without end', csv('2025-01-31,2147483648,1'), /^history.csv:2: 2147483648 is more than 2147483647/],
  ['a line without figures', csv('2025-01-31,,'), /^history.csv:2: the day 2025-01-31 has no figure: fill in 0/],
  [
    'the same day twice',
    csv('2025-01-31,1,1', '2025-02-01,1,1', '20250131,1,1'),
    /^history.csv:4: the day 2025-01-31 is there twice, first in line 2/,
  ],
  [
    'a second dimension',
    lines('Date,Country,Views', '20250131,DE,1', '20250131,FR,2'),
    /^history.csv:3: the day 2025-01-31 is there twice, .* without comparisons or a second dimension/,
  ],
  [
    'separators without quotes',
    csv('2025-01-31,1,234,5'),
    /^history.csv:2: 4 fields where the header has 3: put figures with separators in quotes/,
  ],
  ['a line cut short', csv('2025-01-31,1'), /^history.csv:2: 2 fields where the header has 3: complete the line/],
  [
    'a quotation mark that is never closed',
    csv('2025-01-31,"1,2'),
    /^history.csv:\d: a quotation mark is opened above and never closed/,
  ],
  [
    'a quotation mark inside a field',
    csv('2025-01-31,1"2,3'),
    /^history.csv:2: a quotation mark stands inside a field/,
  ],
  [
    'months',
    csv('2025-01-01,1,1', '2025-02-01,1,1', '2025-03-01,1,1'),
    /^history.csv: its dates are a week or more apart/,
  ],
  [
    'GA4 days without their start',
    lines('Nth day,Views', '0000,1'),
    /^history.csv:2: days are counted from a start date that is missing/,
  ],
  [
    'GA4 days that are no numbers',
    lines('# Start date: 20250101', 'Nth day,Views', '(other),1'),
    /^history.csv:3: "\(other\)" is no number of a day/,
  ],
  [
    'a GA4 start that is no day',
    lines('# Start date: 20251301', 'Nth day,Views', '0,1'),
    /^history.csv:1: there is no day 2025-13-01/,
  ],
  [
    'GA4 comparisons',
    lines('# Start date: 20250101', 'Nth day,Views', '0,1', '', 'Nth day,Views', '0,2'),
    /^history.csv:6: the day 2025-01-01 is there twice, first in line 3/,
  ],
  [
    'a GA4 report without days',
    lines('# Start date: 20250101', 'Country,Views', 'Germany,1'),
    /^history.csv:2: no date with figures .*"Country", "Views"; understood: ga4: date or nth day with views/,
  ],
  ['characters that steer a terminal', csv('\u001b[2J\u009b,1,1'), /^history.csv:2: "\\u001b\[2J\\x9b" is no date/],
  ['broken JSON', '{"pageviews": [', /^history.csv: it begins as JSON but is none/],
  ['other JSON', '{"visitors": 3}', /^history.csv: as JSON only Umami's daily page views .*found "visitors": ask for/],
  ['a list of JSON', '[]', /^history.csv: as JSON only .*found a list/],
  ['JSON with no list', '{"pageviews": 3}', /^history.csv, pageviews: it is no list/],
  [
    'JSON by the hour',
    '{"pageviews": [{"x": "2025-01-31 13:00:00", "y": 1}]}',
    /^history.csv, pageviews\[0\]: .* has a time of day/,
  ],
  [
    'JSON with a fraction',
    '{"sessions": [{"x": "2025-01-31", "y": 1.5}]}',
    /^history.csv, sessions\[0\]: "1.5" is a fraction/,
  ],
  [
    'JSON without a figure',
    '{"sessions": [{"x": "2025-01-31"}, 3]}',
    /^history.csv, sessions\[0\]: "undefined" is no whole number/,
  ],
  [
    'JSON with the same day twice',
    '{"sessions": [{"x": "2025-01-31", "y": 1}, {"x": "20250131", "y": 1}]}',
    /^history.csv, sessions\[1\]: the day 2025-01-31 is there twice, first in sessions\[0\]/,
  ],
];

describe('a file that is not right', () => {
  it.each(MISTAKES.map(([name, ...mistake]) => ({ name, mistake })))(
    'is refused at its place: $name',
    ({ mistake }) => {
      const [text, message, wanted = 'auto'] = mistake;
      expect(() => read(text, wanted)).toThrow(message);
      expect(() => read(text, wanted)).toThrow(/^[^\n]+$/);
    },
  );
});
