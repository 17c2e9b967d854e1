import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { buildDaily, buildFigures, buildRealtime, buildSite } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { FakeStream } from '../../testing/fake-stream.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;
const SITE = '/api/sites/1';

const calm = () =>
  buildRealtime({ page_views_per_minute: [{ minute: '2026-03-10T12:00:00Z', page_views: 0 }], top_pages: [] });

beforeEach(() => {
  api = startApi()
    .answer(SITE, buildSite())
    .answer('/api/metrics/realtime', calm())
    .answer('/api/metrics/daily', buildDaily({ totals: buildFigures({ page_views: 0 }) }));
});

afterEach(() => {
  jest.useRealTimers();
});

const findPanel = async (name: string) => within(await screen.findByRole('region', { name }));
const changes = () =>
  api
    .requestsTo(SITE)
    .filter(({ method }) => method === 'PATCH')
    .map(({ body }) => body);

/** What the API says of fields that are wrong. */
const invalid = { type: 'urn:tidemark:problem:validation_failed', title: 'x', status: 400, detail: '' };

describe('the sites', () => {
  it('are listed, each with the way to its settings', async () => {
    const { user, address } = renderApp('/settings/sites');
    const panel = await findPanel('Sites');
    expect(await panel.findByText('harbour.example · UTC')).toBeInTheDocument();
    expect(document.title).toBe('Sites · Settings · Tidemark');
    await user.click(panel.getByRole('link', { name: 'Open the settings of harbour.example' }));
    expect(address()).toBe('/settings/sites/1');
    expect(await screen.findByRole('heading', { name: 'harbour.example' })).toBeInTheDocument();
  });

  it('get another one by its address, name and time zone', async () => {
    api.on('POST /api/sites', () => ({ status: 201, body: buildSite({ id: 1 }) }));
    const { user, address } = renderApp('/settings/sites');
    const panel = await findPanel('Add a site');
    await user.type(panel.getByLabelText('Domain'), 'pier.example/');
    await user.type(panel.getByLabelText('Name'), 'The pier');
    const zone = panel.getByLabelText('Time zone');
    await user.clear(zone);
    await user.type(zone, 'Europe/Berlin');
    await user.click(panel.getByRole('button', { name: 'Add the site' }));
    expect(api.requestsTo('/api/sites').find(({ method }) => method === 'POST')?.body).toEqual({
      domain: 'pier.example',
      name: 'The pier',
      timezone: 'Europe/Berlin',
    });
    await waitFor(() => {
      expect(address()).toBe('/settings/sites/1');
    });
  });

  it('say what is wrong with a new one, beside its field', async () => {
    api.fail('POST /api/sites', { ...invalid, errors: [{ path: 'domain', message: 'must be a host name' }] });
    const { user } = renderApp('/settings/sites');
    const panel = await findPanel('Add a site');
    await user.type(panel.getByLabelText('Domain'), 'no host');
    await user.click(panel.getByRole('button', { name: 'Add the site' }));
    expect(await panel.findByText('must be a host name')).toBeInTheDocument();
  });

  it('offer every time zone by its name', async () => {
    renderApp('/settings/sites');
    const panel = await findPanel('Add a site');
    const listId = panel.getByLabelText('Time zone').getAttribute('list') ?? '';
    const zones = [...(document.getElementById(listId)?.querySelectorAll('option') ?? [])].map(({ value }) => value);
    expect(zones).toEqual(expect.arrayContaining(['UTC', 'Europe/Berlin', 'America/New_York']));
  });
});

describe('the snippet of a site', () => {
  it('follows the choice of how visitors are measured', async () => {
    const { user } = renderApp('/settings/sites/1');
    const panel = await findPanel('Snippet');
    const code = await panel.findByLabelText('Tracking snippet');
    await waitFor(() => {
      expect(code).toHaveTextContent('src="https://stats.harbour.example/tracker.js"');
    });
    expect(code).not.toHaveTextContent('data-mode');
    await user.click(panel.getByRole('radio', { name: /^After consent/ }));
    expect(code).toHaveTextContent('data-mode="consent"');
    expect(code).toHaveTextContent('tidemark-banner.js');
    expect(panel.getByText(/data-tidemark-consent/)).toBeInTheDocument();
  });

  it('waits for the first visit, and shows it without a reload', async () => {
    renderApp('/settings/sites/1');
    const panel = await findPanel('Snippet');
    expect(await panel.findByText('Waiting for the first visit …')).toBeInTheDocument();
    await FakeStream.latest.send(buildRealtime());
    expect(panel.getByText(/^Your first visit has arrived\./)).toHaveTextContent('/tides');
    expect(panel.getByRole('link', { name: 'To the overview' })).toHaveAttribute('href', '/?site=harbour.example');
  });

  it('says so where visits arrive already', async () => {
    api.answer('/api/metrics/daily', buildDaily());
    renderApp('/settings/sites/1');
    const panel = await findPanel('Snippet');
    expect(await panel.findByText('Visits arrive: 300 page views in the last 30 days.')).toBeInTheDocument();
  });

  it('says that it can’t see whether any arrive', async () => {
    api.fail('/api/metrics/realtime').fail('/api/metrics/daily');
    renderApp('/settings/sites/1');
    const panel = await findPanel('Snippet');
    expect(await panel.findByText(/^The live view isn’t connected/)).toBeInTheDocument();
  });
});

describe('the settings of a site', () => {
  it('are changed as a whole', async () => {
    api.on(`PATCH ${SITE}`, (_url, { body }) => ({ status: 200, body }));
    const { user } = renderApp('/settings/sites/1');
    const panel = await findPanel('Name and counting');
    await user.type(panel.getByLabelText('Name'), ' new');
    await user.type(panel.getByLabelText('Country'), 'de');
    await user.click(panel.getByRole('checkbox', { name: /Do-Not-Track/ }));
    await user.selectOptions(
      panel.getByRole('combobox', { name: 'After a visitor’s no' }),
      'Count views without recognising anybody',
    );
    await user.type(panel.getByLabelText('Addresses that aren’t counted'), '203.0.113.7, 198.51.100.0/24');
    await user.type(panel.getByLabelText('Parameters that make a page another one'), 'id');
    await user.click(panel.getByRole('button', { name: 'Save' }));
    await waitFor(() => {
      expect(changes()).toEqual([
        {
          name: 'Harbour new',
          timezone: 'UTC',
          country: 'DE',
          respect_do_not_track: false,
          after_refusal: 'cookieless',
          excluded_addresses: ['203.0.113.7', '198.51.100.0/24'],
          significant_parameters: ['id'],
        },
      ]);
    });
    expect(await panel.findByText(/^Saved\./)).toBeInTheDocument();
  });

  it('say which of a list is wrong', async () => {
    api.fail(`PATCH ${SITE}`, { ...invalid, errors: [{ path: 'excluded_addresses[0]', message: 'Invalid input' }] });
    const { user } = renderApp('/settings/sites/1');
    const panel = await findPanel('Name and counting');
    await user.click(panel.getByRole('button', { name: 'Save' }));
    expect(await panel.findByText('Invalid input')).toBeInTheDocument();
  });

  it('say how long page views are kept, and change that', async () => {
    api.on(`PATCH ${SITE}`, (_url, { body }) => ({ status: 200, body }));
    const { user } = renderApp('/settings/sites/1');
    const panel = await findPanel('How long views are kept');
    expect(panel.getByText('Page views are kept as long as the installation says.')).toBeInTheDocument();
    await user.type(panel.getByLabelText('Days'), '90');
    api.answer(`GET ${SITE}`, buildSite({ retention_days: 90 }));
    await user.click(panel.getByRole('button', { name: 'Save' }));
    expect(await panel.findByText('Page views are kept for 90 days.')).toBeInTheDocument();
    await user.clear(panel.getByLabelText('Days'));
    await user.click(panel.getByRole('button', { name: 'Save' }));
    await waitFor(() => {
      expect(changes()).toEqual([{ retention_days: 90 }, { retention_days: null }]);
    });
  });

  it('end with the site, once its name is typed', async () => {
    api.on(`DELETE ${SITE}`, () => ({ status: 204 }));
    const { user, address } = renderApp('/settings/sites/1?site=harbour.example');
    const panel = await findPanel('Remove the site');
    await user.click(panel.getByRole('button', { name: 'Remove the site …' }));
    const confirm = panel.getByRole('button', { name: 'Remove it for good' });
    expect(confirm).toBeDisabled();
    await user.type(panel.getByRole('textbox'), 'harbour.example');
    await user.click(confirm);
    await waitFor(() => {
      expect(address()).toBe('/settings/sites');
    });
    expect(api.requestsTo(SITE).some(({ method }) => method === 'DELETE')).toBe(true);
  });
});
