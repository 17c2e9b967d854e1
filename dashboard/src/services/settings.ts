import type { Site } from '../types/analytics.js';
import type { Me, SignIn } from '../types/session.js';
import type {
  ApiKeyList,
  AuditList,
  CreatedApiKey,
  CreatedInvite,
  CreatedShare,
  DigestChange,
  DigestPreview,
  DigestSent,
  DigestSettings,
  ImportedDaysOutcome,
  ImportedDaysSummary,
  ImportSource,
  InviteList,
  Member,
  MemberList,
  NewApiKey,
  NewShare,
  NewSite,
  NewUser,
  RecoveryCodes,
  SecondFactor,
  ShareList,
  SiteChange,
  TotpSetup,
  UserChange,
  VisitorErased,
} from '../types/settings.js';
import type { Read } from './analytics.js';
import { sendDelete, sendFile, sendJson } from './api.js';
import { download } from './download.js';
import { enter, updateUser } from './session.js';

/** Ends every sign-in of the user, and begins a new one here. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  const body = { current_password: currentPassword, new_password: newPassword };
  enter(await sendJson<SignIn>('POST', '/api/auth/password', body));
}

/** @param name Null: none. */
export async function changeName(name: string | null): Promise<void> {
  updateUser((await sendJson<Me>('PATCH', '/api/auth/me', { name })).user);
}

export const readSecondFactor = (): Read<SecondFactor> => ({ path: '/api/auth/totp' });
export const beginTotp = (password: string) => sendJson<TotpSetup>('POST', '/api/auth/totp', { password });
export const confirmTotp = (code: string) => sendJson<RecoveryCodes>('POST', '/api/auth/totp/confirm', { code });
export const removeTotp = (password: string, code: string) => sendDelete('/api/auth/totp', { password, code });
export const renewRecoveryCodes = (password: string, code: string) =>
  sendJson<RecoveryCodes>('POST', '/api/auth/totp/recovery-codes', { password, code });

export const readMembers = (): Read<MemberList> => ({ path: '/api/users' });
export const readInvites = (): Read<InviteList> => ({ path: '/api/invites' });
export const inviteUser = (user: NewUser) => sendJson<CreatedInvite>('POST', '/api/users', user);
export const changeMember = (id: number, change: UserChange) =>
  sendJson<Member>('PATCH', `/api/users/${String(id)}`, change);
export const removeMember = (id: number) => sendDelete(`/api/users/${String(id)}`);
export const withdrawInvite = (id: number) => sendDelete(`/api/invites/${String(id)}`);

export const readKeys = (): Read<ApiKeyList> => ({ path: '/api/keys' });
export const createKey = (key: NewApiKey) => sendJson<CreatedApiKey>('POST', '/api/keys', key);
export const revokeKey = (id: number) => sendDelete(`/api/keys/${String(id)}`);

export const readSite = (id: string): Read<Site> => ({ path: `/api/sites/${encodeURIComponent(id)}` });
export const createSite = (site: NewSite) => sendJson<Site>('POST', '/api/sites', site);
export const changeSite = (id: number, change: SiteChange) =>
  sendJson<Site>('PATCH', `/api/sites/${String(id)}`, change);

interface ImportOptions {
  /** The tool that the file comes from; `auto`: told by its columns. */
  format: ImportSource | 'auto';
  /** Only tells what would be stored. */
  isDryRun: boolean;
  /** Takes over days that were imported before. */
  isOverwriting: boolean;
}

export const readImportedDays = (siteId: number): Read<ImportedDaysSummary> => ({ path: importedDaysPath(siteId) });
export const importDays = (siteId: number, file: Blob, { format, isDryRun, isOverwriting }: ImportOptions) => {
  const query = new URLSearchParams({ format, dry_run: String(isDryRun), overwrite: String(isOverwriting) });
  return sendFile<ImportedDaysOutcome>(`${importedDaysPath(siteId)}?${query.toString()}`, file, 'text/csv');
};
export const removeImportedDays = (siteId: number) => sendDelete(importedDaysPath(siteId));

export const readDigest = (siteId: number): Read<DigestSettings> => ({ path: digestPath(siteId) });
export const changeDigest = (siteId: number, change: DigestChange) =>
  sendJson<DigestSettings>('PATCH', digestPath(siteId), change);
export const previewDigest = (siteId: number) => sendJson<DigestPreview>('GET', `${digestPath(siteId)}/preview`);
export const sendDigest = (siteId: number) => sendJson<DigestSent>('POST', `${digestPath(siteId)}/send`);

export const readShares = (siteId: number): Read<ShareList> => ({ path: sharesPath(siteId) });
export const createShare = (siteId: number, share: NewShare) =>
  sendJson<CreatedShare>('POST', sharesPath(siteId), share);
export const removeShare = (siteId: number, id: number) => sendDelete(`${sharesPath(siteId)}/${String(id)}`);

export const readAudit = (before: number | undefined): Read<AuditList> => ({
  path: `/api/audit?${new URLSearchParams({ limit: '50', ...(before !== undefined && { before: String(before) }) }).toString()}`,
});
export const exportVisitor = (visitorId: string) =>
  download(`${visitorPath(visitorId)}/export`, `visitor-${visitorId.replace(/[^\w-]/g, '_')}.ndjson`);
export const eraseVisitor = (visitorId: string) => sendJson<VisitorErased>('DELETE', visitorPath(visitorId));

/** A link that the API made, as it's handed out. */
export const toFullLink = (link: string): string => new URL(link, window.location.origin).href;

const digestPath = (siteId: number) => `/api/sites/${String(siteId)}/digest`;
const importedDaysPath = (siteId: number) => `/api/sites/${String(siteId)}/imported-days`;
const sharesPath = (siteId: number) => `/api/sites/${String(siteId)}/shares`;
const visitorPath = (visitorId: string) => `/api/privacy/visitors/${encodeURIComponent(visitorId)}`;
