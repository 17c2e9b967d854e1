import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';
import type { ImportedDaysOutcome } from '../../types/settings.js';

let api: FakeApi;
const DAYS = '/api/sites/1/imported-days';
const file = new File(['date,page_views\n2025-12-01,5\n'], 'history.csv', { type: 'text/csv' });

const buildOutcome = (change: Partial<ImportedDaysOutcome> = {}): ImportedDaysOutcome => ({
  dry_run: true,
  source: 'csv',
  days: 40,
  first_day: '2025-12-01',
  last_day: '2026-01-10',
  missing_days: 1,
  already_there: 0,
  stored: 0,
  first_measured_day: null,
  unused_days: 0,
  columns: [{ metric: 'page_views', column: 'page_views' }],
  columns_left_out: [],
  left_out: [],
  ...change,
});

beforeEach(() => {
  api = startApi()
    .answer(`GET ${DAYS}`, { data: [] })
    .on(`POST ${DAYS}`, ({ searchParams }) => ({
      status: 200,
      body: searchParams.get('dry_run') === 'true' ? buildOutcome() : buildOutcome({ dry_run: false, stored: 40 }),
    }));
});

afterEach(() => {
  jest.useRealTimers();
});

const open = async () => {
  const app = renderApp('/settings/import');
  return { ...app, panel: within(await screen.findByRole('region', { name: 'Daily figures from another tool' })) };
};
const sent = () =>
  api
    .requestsTo(DAYS)
    .filter(({ method }) => method === 'POST')
    .map(({ query }) => Object.fromEntries(query));
const choose = (panel: Awaited<ReturnType<typeof open>>['panel']) =>
  panel.getByLabelText('File with a line a day, up to 5 MB');

describe('an import of daily figures', () => {
  it('shows what it would bring, and stores that when it’s wanted', async () => {
    const { user, panel } = await open();
    await user.upload(choose(panel), file);
    expect(await panel.findByText('This is what would be stored. Nothing is yet.')).toBeInTheDocument();
    expect(panel.getByText(/^40 days · Dec 1, 2025\s–\sJan 10, 2026$/)).toBeInTheDocument();
    expect(panel.getByText('Page views (page_views)')).toBeInTheDocument();
    api.answer(`GET ${DAYS}`, { data: [{ source: 'csv', days: 40, first_day: '2025-12-01', last_day: '2026-01-10' }] });
    await user.click(panel.getByRole('button', { name: 'Store these days' }));
    expect(await panel.findByText(/^40 days were stored\./)).toBeInTheDocument();
    expect(panel.queryByRole('button', { name: 'Store these days' })).not.toBeInTheDocument();
    expect(sent()).toEqual([
      { format: 'auto', dry_run: 'true', overwrite: 'true' },
      { format: 'auto', dry_run: 'false', overwrite: 'false' },
    ]);
    expect(api.requestsTo(DAYS).find(({ method }) => method === 'POST')?.body).toBe(file);
    const there = within(screen.getByRole('region', { name: 'What is imported' }));
    expect(await there.findByText('Table of your own')).toBeInTheDocument();
  });

  it('says beforehand what is replaced, not used and left out', async () => {
    api.on(`POST ${DAYS}`, () => ({
      status: 200,
      body: buildOutcome({
        source: 'ga4',
        already_there: 3,
        first_measured_day: '2026-01-08',
        unused_days: 2,
        columns_left_out: ['Revenue'],
        left_out: [{ line: 42, date: '2026-03-10', reason: 'not_over' }],
      }),
    }));
    const { user, panel } = await open();
    await user.upload(choose(panel), file);
    expect(await panel.findByText(/^3 of these days were imported before/)).toBeInTheDocument();
    expect(panel.getByText(/^2 of these days are kept but not used: .* after Thu, Jan 8, 2026\.$/)).toBeInTheDocument();
    expect(panel.getByText('Tue, Mar 10, 2026 is left out, since it isn’t over yet.')).toBeInTheDocument();
    expect(panel.getByText('Revenue')).toBeInTheDocument();
    await user.click(panel.getByRole('button', { name: 'Store these days' }));
    expect(sent().at(-1)).toEqual({ format: 'auto', dry_run: 'false', overwrite: 'true' });
  });

  it('is read anew as of another tool, and can be left', async () => {
    const { user, panel } = await open();
    await user.upload(choose(panel), file);
    await user.selectOptions(await panel.findByRole('combobox', { name: 'Tool' }), 'Matomo');
    expect(sent().at(-1)).toMatchObject({ format: 'matomo', dry_run: 'true' });
    await user.click(await panel.findByRole('button', { name: 'Cancel' }));
    expect(panel.queryByText(/^This is what would be stored/)).not.toBeInTheDocument();
    expect(sent().every(({ dry_run }) => dry_run === 'true')).toBe(true);
  });

  it('says what is wrong with a file', async () => {
    api.fail(`POST ${DAYS}`, {
      type: 'urn:tidemark:problem:validation_failed',
      status: 400,
      title: 'Validation failed',
      detail: 'history.csv:2: the day 2025-12-01 has no figure',
    });
    const { user, panel } = await open();
    await user.upload(choose(panel), file);
    expect(await panel.findByRole('alert')).toHaveTextContent('has no figure');
    expect(panel.queryByRole('button', { name: 'Store these days' })).not.toBeInTheDocument();
  });
});

describe('what is imported', () => {
  it('is listed by its tool, and removed when asked twice', async () => {
    api.answer(`GET ${DAYS}`, {
      data: [{ source: 'plausible', days: 9, first_day: '2026-01-01', last_day: '2026-01-09' }],
    });
    api.on(`DELETE ${DAYS}`, () => ({ status: 204 }));
    const { user } = await open();
    const panel = within(screen.getByRole('region', { name: 'What is imported' }));
    expect(await panel.findByText('Plausible')).toBeInTheDocument();
    await user.click(panel.getByRole('button', { name: 'Remove imported days' }));
    api.answer(`GET ${DAYS}`, { data: [] });
    await user.click(panel.getByRole('button', { name: 'Yes, remove them' }));
    expect(await panel.findByText('Nothing.')).toBeInTheDocument();
  });

  it('may be page views of logs instead, by a command to copy', async () => {
    await open();
    expect(screen.getByLabelText('Command for the import of logs')).toHaveTextContent('--site harbour.example');
  });
});
