import { type SyntheticEvent, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { t } from '../../locales/i18n.js';
import { inviteUser, toFullLink } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import type { Role } from '../../types/settings.js';
import { CopyBox } from '../common/CopyBox.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { problemOf, Refusal } from '../common/Refusal.js';
import { SelectField } from '../common/SelectField.js';
import { roleOptions } from './roles.js';
import { SitesField } from './SitesField.js';

/** Makes an invitation: a link to hand over, since no mail is sent. */
export function InviteForm({ sites, onInvited }: { sites: readonly Site[]; onInvited: () => void }) {
  const { isBusy, error, run } = useAction();
  const [role, setRole] = useState<Role>('viewer');
  const [siteIds, setSiteIds] = useState<number[]>([]);
  const [invited, setInvited] = useState<{ email: string; link: string }>();
  return (
    <form
      className="space-y-4"
      onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
        event.preventDefault();
        const form = event.currentTarget;
        setInvited(undefined);
        run(async () => {
          const email = readField(form, 'email');
          const { link } = await inviteUser({ email, role, ...(role === 'viewer' && { site_ids: siteIds }) });
          setInvited({ email, link: toFullLink(link) });
          form.reset();
          setSiteIds([]);
          onInvited();
        });
      }}
    >
      <Field
        label={t('common:fields.email')}
        name="email"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        problem={problemOf(error, 'email')}
      />
      <SelectField label={t('common:fields.role')} options={roleOptions()} value={role} onChange={setRole} />
      {role === 'viewer' && (
        <SitesField legend={t('common:fields.sites')} sites={sites} chosen={siteIds} onChange={setSiteIds} />
      )}
      <Refusal error={error} />
      <button type="submit" disabled={isBusy} className={mainButton}>
        {t('settings:invites.submit')}
      </button>
      {invited !== undefined && (
        <div role="status" className="space-y-3 text-sm">
          <p className="break-words">{t('settings:invites.made', { email: invited.email })}</p>
          <CopyBox label={t('settings:invites.link')} text={invited.link} action={t('settings:copyLink')} />
        </div>
      )}
    </form>
  );
}
