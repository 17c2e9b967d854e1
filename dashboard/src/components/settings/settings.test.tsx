import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { buildSignIn, buildSite, buildUser } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';
import type { ApiKey, AuditEntry, Member, Share } from '../../types/settings.js';

let api: FakeApi;

const at = '2026-03-01T08:00:00Z';
const member = (change: Partial<Member> = {}): Member => ({
  ...buildUser(),
  site_ids: null,
  state: 'active',
  has_second_factor: false,
  created_at: at,
  last_seen_at: null,
  ...change,
});
const vera = member({ id: 2, email: 'vera@harbour.example', role: 'viewer', site_ids: [1] });
const invite = {
  id: 3,
  email: 'ivo@harbour.example',
  role: 'viewer',
  site_ids: [1],
  invited_by: null,
  created_at: at,
  expires_at: '2026-03-20T08:00:00Z',
};
const key: ApiKey = {
  id: 5,
  name: 'nightly',
  prefix: 'tm_abc',
  scope: 'read',
  site_ids: null,
  user: { id: 1, email: 'owner@harbour.example' },
  created_at: at,
  expires_at: null,
  last_used_at: null,
};
const share: Share = {
  id: 7,
  name: 'For the club',
  has_password: true,
  created_at: at,
  expires_at: null,
  last_opened_at: null,
};
const entry: AuditEntry = {
  id: 91,
  at,
  actor: { kind: 'user', id: '1', name: 'owner@harbour.example' },
  action: 'signed_in',
  site_id: null,
  subject: null,
  details: { method: 'password' },
  address: '203.0.113.0',
};
const lastBody = (path: string) => api.requestsTo(path).at(-1)?.body;
const problem = (path: string, message: string) => ({
  type: 'urn:tidemark:problem:validation_failed',
  status: 400,
  title: 'Validation failed',
  detail: '',
  errors: [{ path, message }],
});

beforeEach(() => {
  api = startApi()
    .answer('/api/auth/totp', { enabled_at: null, recovery_codes_left: 0 })
    .answer('/api/users', { data: [member(), vera] })
    .answer('/api/invites', { data: [invite] })
    .answer('/api/keys', { data: [key] })
    .answer('/api/sites/1/shares', { data: [share] })
    .answer('/api/audit', { data: [entry], next_before: 91 });
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the settings', () => {
  it('are reached from the account menu, and keep the chosen site', async () => {
    const { user, address } = renderApp('/?site=harbour.example');
    await user.click(await screen.findByRole('button', { name: /^Account of/ }));
    await user.click(screen.getByRole('link', { name: 'Settings' }));
    expect(await screen.findByRole('heading', { name: 'Settings' })).toBeInTheDocument();
    await user.click(screen.getByRole('link', { name: 'Shares' }));
    expect(address()).toContain('/settings/shares');
  });

  it('show a viewer what is hers alone', async () => {
    api.answer('/api/auth/refresh', buildSignIn({ user: buildUser({ role: 'viewer' }) }));
    const { address } = renderApp('/settings/users');
    const nav = await screen.findByRole('navigation', { name: 'Settings' });
    expect(
      within(nav)
        .getAllByRole('link')
        .map((link) => link.textContent),
    ).toEqual(['Account', 'API keys']);
    await waitFor(() => {
      expect(address()).toBe('/settings/account');
    });
    expect(api.requestsTo('/api/users')).toEqual([]);
  });
});

describe('the name', () => {
  it('is changed, and shown at once', async () => {
    const me = { user: buildUser({ name: 'Ida Harbour' }), scope: 'write', site_ids: null };
    api.answer('PATCH /api/auth/me', me);
    const { user } = renderApp('/settings/account');
    const you = within(await screen.findByRole('region', { name: 'You' }));
    const field = you.getByLabelText('Name');
    await user.clear(field);
    await user.type(field, ' Ida Harbour {Enter}');
    expect(await you.findByText('Changed.')).toBeInTheDocument();
    expect(lastBody('/api/auth/me')).toEqual({ name: 'Ida Harbour' });
    await user.click(screen.getByRole('button', { name: /^Account of/ }));
    expect(await screen.findByText('Ida Harbour')).toBeInTheDocument();
  });

  it('is taken away by leaving it empty', async () => {
    api.answer('/api/auth/refresh', buildSignIn({ user: buildUser({ name: 'Ida' }) }));
    api.answer('PATCH /api/auth/me', { user: buildUser({ name: null }), scope: 'write', site_ids: null });
    const { user } = renderApp('/settings/account');
    const you = within(await screen.findByRole('region', { name: 'You' }));
    await user.clear(you.getByLabelText('Name'));
    await user.click(you.getByRole('button', { name: 'Change the name' }));
    expect(await you.findByText('Changed.')).toBeInTheDocument();
    expect(lastBody('/api/auth/me')).toEqual({ name: null });
  });

  it('says at the field what is wrong', async () => {
    api.fail('PATCH /api/auth/me', problem('name', 'is too long'));
    const { user } = renderApp('/settings/account');
    const you = within(await screen.findByRole('region', { name: 'You' }));
    await user.click(you.getByRole('button', { name: 'Change the name' }));
    expect(await you.findByText('is too long')).toBeInTheDocument();
    expect(you.getByLabelText('Name')).toBeInvalid();
  });
});

describe('the password', () => {
  const fill = async ({ user }: ReturnType<typeof renderApp>) => {
    const panel = within(await screen.findByRole('region', { name: 'Password' }));
    await user.type(panel.getByLabelText('Present password'), 'old one');
    await user.type(panel.getByLabelText('New password'), 'a new one{Enter}');
  };

  it('is changed, and the new sign-in goes on here', async () => {
    api.answer('/api/auth/password', buildSignIn({ access_token: 'token-2' }));
    const app = renderApp('/settings/account');
    await fill(app);
    expect(await screen.findByText(/Changed. You’re signed out everywhere else/)).toBeInTheDocument();
    expect(lastBody('/api/auth/password')).toEqual({ current_password: 'old one', new_password: 'a new one' });
    await app.user.click(screen.getByRole('link', { name: 'API keys' }));
    await screen.findByText('nightly');
    expect(api.requestsTo('/api/keys').at(-1)?.authorization).toBe('Bearer token-2');
  });

  it('says at the field what is wrong', async () => {
    api.fail('/api/auth/password', problem('current_password', 'is not the present password'));
    await fill(renderApp('/settings/account'));
    expect(await screen.findByText('is not the present password')).toBeInTheDocument();
    expect(screen.getByLabelText('Present password')).toBeInvalid();
  });
});

describe('the second factor', () => {
  const panel = async () => within(await screen.findByRole('region', { name: 'Second factor' }));

  it('is set up by a QR code and a first code, and hands out recovery codes once', async () => {
    const { user } = renderApp('/settings/account');
    const off = await panel();
    await user.type(await off.findByLabelText('Password'), 'mine');
    api.on('/api/auth/totp', (_, { method }) => ({
      status: 200,
      body:
        method === 'POST'
          ? { secret: 'JBSWY3DPEHPK3PXP', otpauth_url: 'otpauth://totp/Tidemark:owner?secret=JBSWY3DPEHPK3PXP' }
          : { enabled_at: at, recovery_codes_left: 2 },
    }));
    await user.click(off.getByRole('button', { name: 'Set it up' }));
    const code = await screen.findByRole('img', { name: 'QR code for the authenticator app' });
    expect(code.querySelectorAll('path')).toHaveLength(1);
    expect(screen.getByText('JBSWY3DPEHPK3PXP')).toBeInTheDocument();
    api.answer('/api/auth/totp/confirm', { recovery_codes: ['aaaa-bbbb', 'cccc-dddd'] });
    await user.type(screen.getByLabelText('Code'), '123456{Enter}');
    expect(await screen.findByText(/aaaa-bbbb/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Copy the codes' }));
    expect(await navigator.clipboard.readText()).toBe('aaaa-bbbb\ncccc-dddd');
    await user.click(screen.getByRole('button', { name: 'I’ve kept them' }));
    expect(await screen.findByText(/2 recovery codes are left/)).toBeInTheDocument();
    expect(screen.queryByText(/aaaa-bbbb/)).not.toBeInTheDocument();
  });

  it('is not on before a code was right', async () => {
    api.on('/api/auth/totp', (_, { method }) => ({
      status: 200,
      body:
        method === 'POST' ? { secret: 'S', otpauth_url: 'otpauth://x' } : { enabled_at: null, recovery_codes_left: 0 },
    }));
    api.fail('/api/auth/totp/confirm', { type: 'urn:tidemark:problem:invalid_code', status: 401, title: 'Wrong code' });
    const { user } = renderApp('/settings/account');
    await user.type(await (await panel()).findByLabelText('Password'), 'mine{Enter}');
    await user.type(await screen.findByLabelText('Code'), '000000{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Wrong code');
    expect(api.requestsTo('/api/auth/totp/confirm')).toHaveLength(1);
  });

  /** The form that opens by its heading. */
  const openForm = async ({ user }: ReturnType<typeof renderApp>, label: string) => {
    const summary = await (await panel()).findByText(label, { selector: 'summary' });
    await user.click(summary);
    const form = within(summary.closest('details')!);
    await user.type(form.getByLabelText('Password'), 'mine');
    await user.type(form.getByLabelText('Code'), '123456');
    return form;
  };

  it('is turned off by password and code', async () => {
    api.answer('/api/auth/totp', { enabled_at: at, recovery_codes_left: 8 });
    const app = renderApp('/settings/account');
    const form = await openForm(app, 'Turn it off');
    api.on('DELETE /api/auth/totp', () => {
      api.answer('/api/auth/totp', { enabled_at: null, recovery_codes_left: 0 });
      return { status: 204 };
    });
    await app.user.click(form.getByRole('button', { name: 'Turn it off' }));
    expect(await (await panel()).findByText(/^Off\./)).toBeInTheDocument();
    expect(api.requests.find(({ method }) => method === 'DELETE')?.body).toEqual({ password: 'mine', code: '123456' });
  });

  it('gets new recovery codes by password and code, and stays on', async () => {
    api.answer('/api/auth/totp', { enabled_at: at, recovery_codes_left: 1 });
    const app = renderApp('/settings/account');
    const form = await openForm(app, 'Make new recovery codes');
    api.fail('/api/auth/totp/recovery-codes', { ...problem('code', 'is wrong'), detail: 'code: is wrong' });
    const make = () => app.user.click(form.getByRole('button', { name: 'Make new recovery codes' }));
    await make();
    expect(await form.findByRole('alert')).toHaveTextContent('code: is wrong');
    api.answer('/api/auth/totp/recovery-codes', { recovery_codes: ['eeee-ffff', 'gggg-hhhh'] });
    api.answer('/api/auth/totp', { enabled_at: at, recovery_codes_left: 10 });
    await make();
    expect(await screen.findByText(/eeee-ffff/)).toBeInTheDocument();
    expect(lastBody('/api/auth/totp/recovery-codes')).toEqual({ password: 'mine', code: '123456' });
    await app.user.click(screen.getByRole('button', { name: 'I’ve kept them' }));
    expect(await screen.findByText(/10 recovery codes are left/)).toBeInTheDocument();
    expect(screen.queryByText(/eeee-ffff/)).not.toBeInTheDocument();
  });
});

describe('users', () => {
  it('are listed with what they may do, oneself without a way to lock oneself out', async () => {
    renderApp('/settings/users');
    const users = within(await screen.findByRole('region', { name: 'Users' }));
    const rows = await users.findAllByRole('listitem');
    expect(rows[0]).toHaveTextContent(/owner@harbour.example – you.*Admin of all sites/);
    expect(rows[1]).toHaveTextContent(/vera@harbour.example.*Viewer of harbour.example/);
    expect(users.getAllByText('Change')).toHaveLength(1);
  });

  it('are invited by a link, shown once', async () => {
    const { user } = renderApp('/settings/users');
    const form = within(await screen.findByRole('region', { name: 'Invite somebody' }));
    await user.type(form.getByLabelText('E-mail'), 'ida@harbour.example');
    await user.click(form.getByRole('checkbox', { name: 'harbour.example' }));
    api.answer('/api/users', { data: [member()] });
    api.answer('POST /api/users', { invite, link: '/invite#token=abc' });
    await user.click(form.getByRole('button', { name: 'Make an invitation' }));
    expect(await form.findByText(`${window.location.origin}/invite#token=abc`)).toBeInTheDocument();
    const posted = api.requestsTo('/api/users').find(({ method }) => method === 'POST');
    expect(posted?.body).toEqual({ email: 'ida@harbour.example', role: 'viewer', site_ids: [1] });
  });

  it('get another role, and other sites', async () => {
    api.answer('PATCH /api/users/2', vera);
    const { user } = renderApp('/settings/users');
    const users = within(await screen.findByRole('region', { name: 'Users' }));
    await user.click(await users.findByText('Change'));
    await user.click(users.getByRole('checkbox', { name: 'harbour.example' }));
    const save = async () => {
      await waitFor(() => {
        expect(users.getByRole('button', { name: 'Save' })).toBeEnabled();
      });
      await user.click(users.getByRole('button', { name: 'Save' }));
    };
    await save();
    expect(lastBody('/api/users/2')).toEqual({ role: 'viewer', site_ids: [] });
    await user.selectOptions(users.getByLabelText('Role'), 'admin');
    await save();
    expect(lastBody('/api/users/2')).toEqual({ role: 'admin' });
    await waitFor(() => {
      expect(users.getByRole('button', { name: 'Disable' })).toBeEnabled();
    });
    await user.click(await users.findByRole('button', { name: 'Disable' }));
    expect(lastBody('/api/users/2')).toEqual({ is_disabled: true });
  });

  it('are removed after a second yes', async () => {
    api.on('DELETE /api/users/2', () => {
      api.answer('/api/users', { data: [member()] });
      return { status: 204 };
    });
    const { user } = renderApp('/settings/users');
    const users = within(await screen.findByRole('region', { name: 'Users' }));
    await user.click(await users.findByText('Change'));
    await user.click(users.getByRole('button', { name: 'Remove' }));
    expect(users.getByRole('button', { name: 'Cancel' })).toHaveFocus();
    await user.click(users.getByRole('button', { name: 'Yes, remove' }));
    await waitFor(() => {
      expect(users.queryByText(/vera@/)).not.toBeInTheDocument();
    });
  });

  it('invited are shown apart, and can be uninvited', async () => {
    api.on('DELETE /api/invites/3', () => {
      api.answer('/api/invites', { data: [] });
      return { status: 204 };
    });
    const { user } = renderApp('/settings/users');
    const invites = within(await screen.findByRole('region', { name: 'Invitations' }));
    await user.click(await invites.findByRole('button', { name: 'Withdraw' }));
    await user.click(invites.getByRole('button', { name: 'Yes, withdraw it' }));
    expect(await invites.findByText('None is open.')).toBeInTheDocument();
  });
});

describe('API keys', () => {
  it('are made for some sites until some day, and shown once', async () => {
    api.answer('POST /api/keys', { key: 'tm_secret', api_key: key });
    const { user } = renderApp('/settings/keys');
    const form = within(await screen.findByRole('region', { name: 'Make a key' }));
    await user.type(form.getByLabelText('Name'), 'report');
    await user.selectOptions(form.getByLabelText('May'), 'write');
    await user.click(await form.findByRole('checkbox', { name: 'harbour.example' }));
    await user.type(form.getByLabelText('Until'), '2026-12-31');
    await user.click(form.getByRole('button', { name: 'Make the key' }));
    expect(await form.findByText('tm_secret')).toBeInTheDocument();
    const posted = api.requestsTo('/api/keys').find(({ method }) => method === 'POST');
    expect(posted?.body).toMatchObject({ name: 'report', scope: 'write', site_ids: [1] });
    expect(posted?.body).toHaveProperty('expires_at', new Date('2026-12-31T23:59:59').toISOString());
  });

  it('are revoked, and stay where that fails', async () => {
    api.fail('DELETE /api/keys/5', { title: 'Temporarily unavailable' });
    const { user } = renderApp('/settings/keys');
    await user.click(await screen.findByRole('button', { name: 'Revoke' }));
    await user.click(screen.getByRole('button', { name: 'Yes, revoke it' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Temporarily unavailable');
    api.on('DELETE /api/keys/5', () => {
      api.answer('/api/keys', { data: [] });
      return { status: 204 };
    });
    await user.click(screen.getByRole('button', { name: 'Yes, revoke it' }));
    expect(await screen.findByText('None yet.')).toBeInTheDocument();
  });
});

describe('shares', () => {
  it('are made of the chosen site, with a password', async () => {
    api.answer('/api/sites', { data: [buildSite(), buildSite({ id: 2, domain: 'pier.example' })] });
    api.answer('/api/sites/2/shares', { data: [] });
    api.answer('POST /api/sites/2/shares', { share, link: '/share/abc' });
    const { user, address } = renderApp('/settings/shares');
    await user.selectOptions(await screen.findByLabelText('Site'), 'pier.example');
    expect(address()).toBe('/settings/shares?site=pier.example');
    await user.type(screen.getByLabelText('Password'), 'low water 5');
    await user.click(screen.getByRole('button', { name: 'Make the link' }));
    expect(await screen.findByText(`${window.location.origin}/share/abc`)).toBeInTheDocument();
    const posted = api.requestsTo('/api/sites/2/shares').find(({ method }) => method === 'POST');
    expect(posted?.body).toEqual({ password: 'low water 5' });
  });

  it('are revoked', async () => {
    api.on('DELETE /api/sites/1/shares/7', () => {
      api.answer('/api/sites/1/shares', { data: [] });
      return { status: 204 };
    });
    const { user } = renderApp('/settings/shares');
    await user.click(await screen.findByRole('button', { name: 'Revoke' }));
    await user.click(screen.getByRole('button', { name: 'Yes, revoke it' }));
    expect(await screen.findByText(/only who signs in sees this site/)).toBeInTheDocument();
  });
});

describe('privacy', () => {
  const find = async (id: string) => {
    const app = renderApp('/settings/privacy');
    await app.user.type(await screen.findByLabelText('Visitor id'), `${id}{Enter}`);
    return app;
  };

  it('erases a visitor once the id was typed again, and says what is gone', async () => {
    api.answer('/api/privacy/visitors/v%2F1', { erased_events: 1200, affected_days: 3, sites: [], audit_id: 92 });
    const { user } = await find('v/1');
    await user.click(screen.getByRole('button', { name: 'Erase everything' }));
    expect(screen.getByRole('button', { name: 'Erase for good' })).toBeDisabled();
    await user.type(screen.getByLabelText('Type “v/1” to confirm'), 'v/1');
    await user.click(screen.getByRole('button', { name: 'Erase for good' }));
    expect(await screen.findByText(/1,200 page views and events are gone.*Entry 92/)).toBeInTheDocument();
    expect(api.requestsTo('/api/privacy/visitors/v%2F1')).toMatchObject([{ method: 'DELETE' }]);
    await waitFor(() => {
      expect(api.requestsTo('/api/audit')).toHaveLength(2);
    });
  });

  it('says why an export failed', async () => {
    api.fail('/api/privacy/visitors/v/export', { title: 'Temporarily unavailable' });
    const { user } = await find('v');
    await user.click(screen.getByRole('button', { name: 'Export everything' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Temporarily unavailable');
  });

  it('shows the audit log page by page', async () => {
    const { user } = renderApp('/settings/privacy');
    const log = within(await screen.findByRole('region', { name: 'Audit log' }));
    expect(await log.findByRole('listitem')).toHaveTextContent(/Signed in by owner@harbour.example.*method: password/);
    api.answer('/api/audit', { data: [], next_before: null });
    await user.click(log.getByRole('button', { name: 'Older' }));
    expect(await log.findByText(/Nothing has been written down/)).toBeInTheDocument();
    expect(api.requestsTo('/api/audit').at(-1)?.query.get('before')).toBe('91');
    expect(log.queryByRole('button', { name: 'Older' })).not.toBeInTheDocument();
  });
});
