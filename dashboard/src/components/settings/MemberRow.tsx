import { useState } from 'react';
import { useUser } from '../../context/session.js';
import { useAction } from '../../hooks/useAction.js';
import { formatInstant } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { changeMember, removeMember } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import type { Member, UserChange } from '../../types/settings.js';
import { Confirm } from '../common/Confirm.js';
import { quietButton } from '../common/Failure.js';
import { Refusal } from '../common/Refusal.js';
import { SelectField } from '../common/SelectField.js';
import { Facts } from './Facts.js';
import { nameSites, roleOptions } from './roles.js';
import { SitesField } from './SitesField.js';

interface MemberRowProps {
  member: Member;
  sites: readonly Site[];
  onChanged: () => void;
}

/** A user, and what admins change about him or her. */
export function MemberRow({ member, sites, onChanged }: MemberRowProps) {
  const isSelf = useUser().id === member.id;
  const name = member.name === null ? member.email : `${member.name} (${member.email})`;
  return (
    <li className="space-y-2 py-3">
      <p className="text-sm font-medium break-words">
        {isSelf ? t('settings:users.you', { name }) : name}
        {member.state === 'disabled' && <span className="ml-2 text-beacon">{t('settings:users.disabled')}</span>}
      </p>
      <Facts
        facts={[
          t('settings:roles.ofSites', {
            role: t(`common:roles.${member.role}`),
            sites: nameSites(member.site_ids, sites),
          }),
          member.has_second_factor ? t('settings:users.secondFactor') : t('settings:users.noSecondFactor'),
          t('settings:users.lastSeen', { date: formatInstant(member.last_seen_at) }),
        ]}
      />
      {!isSelf && <MemberChanges member={member} sites={sites} onChanged={onChanged} />}
    </li>
  );
}

function MemberChanges({ member, sites, onChanged }: MemberRowProps) {
  const { isBusy, error, run } = useAction();
  const [role, setRole] = useState(member.role);
  const [siteIds, setSiteIds] = useState<number[]>(member.site_ids ?? []);
  const isDisabled = member.state === 'disabled';
  const change = (wanted: UserChange) => {
    run(async () => {
      await changeMember(member.id, wanted);
      onChanged();
    });
  };
  return (
    <details className="text-sm">
      <summary className="font-medium text-tide">{t('settings:users.change')}</summary>
      <div className="mt-3 max-w-md space-y-4">
        <SelectField label={t('common:fields.role')} options={roleOptions()} value={role} onChange={setRole} />
        {role === 'viewer' && (
          <SitesField legend={t('common:fields.sites')} sites={sites} chosen={siteIds} onChange={setSiteIds} />
        )}
        <Refusal error={error} />
        <div className="flex flex-wrap gap-2">
          <button
            type="button"
            disabled={isBusy}
            className={quietButton}
            onClick={() => {
              change({ role, ...(role === 'viewer' && { site_ids: siteIds }) });
            }}
          >
            {t('common:save')}
          </button>
          <button
            type="button"
            disabled={isBusy}
            className={quietButton}
            onClick={() => {
              change({ is_disabled: !isDisabled });
            }}
          >
            {isDisabled ? t('settings:users.letIn') : t('settings:users.disable')}
          </button>
        </div>
        <Confirm
          action={t('settings:users.remove')}
          question={t('settings:users.question', { email: member.email })}
          confirmation={t('settings:users.confirm')}
          onConfirm={async () => {
            await removeMember(member.id);
            onChanged();
          }}
        />
      </div>
    </details>
  );
}
