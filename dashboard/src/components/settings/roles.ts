import { t } from '../../locales/i18n.js';
import type { Role, Scope } from '../../types/settings.js';

const roles = ['viewer', 'admin'] as const satisfies readonly Role[];
const scopes = ['read', 'write'] as const satisfies readonly Scope[];

/** The roles to choose from, each with what it may do. */
export function roleOptions(): { id: Role; label: string }[] {
  return roles.map((id) => ({ id, label: t(`settings:roles.${id}`) }));
}

/** What a key may do, to choose from. */
export function scopeOptions(): { id: Scope; label: string }[] {
  return scopes.map((id) => ({ id, label: t(`settings:keys.scopes.${id}`) }));
}

/** The names of sites; of one that is gone, its number. */
export function nameSites(ids: readonly number[] | null, sites: readonly { id: number; domain: string }[]): string {
  if (ids === null) return t('settings:sitesOf.all');
  if (ids.length === 0) return t('settings:sitesOf.none');
  return ids.map((id) => sites.find((site) => site.id === id)?.domain ?? t('settings:sitesOf.gone', { id })).join(', ');
}
