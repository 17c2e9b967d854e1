import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';
import type { DigestSettings } from '../../types/settings.js';

let api: FakeApi;
const DIGEST = '/api/sites/1/digest';
const digest: DigestSettings = {
  is_enabled: false,
  recipients: ['a@harbour.example'],
  webhook_url: null,
  can_email: true,
  next_at: null,
  deliveries: [],
};

beforeEach(() => {
  api = startApi().answer(DIGEST, digest);
});

afterEach(() => {
  jest.useRealTimers();
});

const open = () => renderApp('/settings/recommendations');
const changes = () => api.requestsTo(DIGEST).filter(({ method }) => method === 'PATCH');

describe('the alert budget', () => {
  it('is a setting of the site', async () => {
    api.on('/api/sites/1', (_url, { body }) => ({ status: 200, body }));
    const { user } = open();
    const field = await screen.findByRole('spinbutton', { name: 'False alarms a month' });
    expect(field).toHaveValue(2);
    await user.clear(field);
    await user.type(field, '0.5');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/It counts from the next look on/)).toBeInTheDocument();
    expect(api.requestsTo('/api/sites/1').map(({ method, body }) => [method, body])).toEqual([
      ['PATCH', { false_alarms_per_month: 0.5 }],
    ]);
  });
});

describe('the digest', () => {
  it('is off, and goes to whom it’s told to once it’s on', async () => {
    const { user } = open();
    expect(await screen.findByText('It’s off.')).toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: /^Send it on Mondays/ }));
    await user.type(screen.getByRole('textbox', { name: 'By e-mail to' }), '; b@harbour.example');
    await user.type(screen.getByRole('textbox', { name: 'By webhook to' }), 'https://hooks.harbour.example/x');
    await user.click(screen.getByRole('button', { name: 'Save the digest' }));
    await waitFor(() => {
      expect(changes().map(({ body }) => body)).toEqual([
        {
          is_enabled: true,
          recipients: ['a@harbour.example', 'b@harbour.example'],
          webhook_url: 'https://hooks.harbour.example/x',
        },
      ]);
    });
    expect(await screen.findByText('Saved.')).toBeInTheDocument();
  });

  it('says what is wrong beside the field it is wrong in', async () => {
    const fields = [{ path: 'recipients[0]', message: 'Invalid email address' }];
    api.on(`PATCH ${DIGEST}`, () => ({
      status: 400,
      contentType: 'application/problem+json',
      body: { type: 'x', title: 'Validation failed', status: 400, detail: '', request_id: 'r', errors: fields },
    }));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Save the digest' }));
    expect(await screen.findByText('Invalid email address')).toBeInTheDocument();
  });

  it('tells how it left last, and why not', async () => {
    const at = '2026-03-09T07:00:00Z';
    api.answer(DIGEST, {
      ...digest,
      is_enabled: true,
      can_email: false,
      next_at: '2026-03-16T07:00:00Z',
      deliveries: [
        { channel: 'email', at, is_delivered: false, error: 'no such person' },
        { channel: 'webhook', at, is_delivered: true, error: null },
      ],
    });
    open();
    expect(await screen.findByText(/^E-mail: not delivered .* no such person$/)).toBeInTheDocument();
    expect(screen.getByText(/^Webhook: delivered/)).toBeInTheDocument();
    expect(screen.getByText(/^The next one leaves .*Mar 16/)).toBeInTheDocument();
    expect(screen.getByText(/sends no e-mail yet/)).toBeInTheDocument();
  });

  it('is shown as it would be sent, and sent as a test', async () => {
    api.answer(`${DIGEST}/preview`, { subject: 'harbour: nothing', text: '1,200 page visits', html: '', webhook: {} });
    api.answer(`${DIGEST}/send`, {
      deliveries: [{ channel: 'email', at: '2026-03-10T12:00:00Z', is_delivered: true, error: null }],
    });
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Show what would be sent' }));
    expect(await screen.findByText('1,200 page visits')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Send a test now' }));
    expect(await screen.findByText('The test was delivered.')).toBeInTheDocument();
  });
});
