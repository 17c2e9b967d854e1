import { useState } from 'react';
import { useUser } from '../../context/session.js';
import { useAction } from '../../hooks/useAction.js';
import { formatInstant } from '../../lib/format.js';
import { changeMember, removeMember } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import type { Member, UserChange } from '../../types/settings.js';
import { Confirm } from '../common/Confirm.js';
import { quietButton } from '../common/Failure.js';
import { Refusal } from '../common/Refusal.js';
import { SelectField } from '../common/SelectField.js';
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
  return (
    <li className="space-y-2 py-3">
      <p className="text-sm font-medium break-words">
        {member.name === null ? member.email : `${member.name} (${member.email})`}
        {isSelf && ' – you'}
        {member.state === 'disabled' && <span className="ml-2 text-beacon">disabled</span>}
      </p>
      <p className="text-xs break-words text-muted">
        {member.role === 'admin' ? 'Admin' : 'Viewer'} of {nameSites(member.site_ids, sites)} ·{' '}
        {member.has_second_factor ? 'second factor' : 'no second factor'} · last seen{' '}
        {formatInstant(member.last_seen_at)}
      </p>
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
      <summary className="font-medium text-tide">Change</summary>
      <div className="mt-3 max-w-md space-y-4">
        <SelectField label="Role" options={roleOptions} value={role} onChange={setRole} />
        {role === 'viewer' && <SitesField legend="Sites" sites={sites} chosen={siteIds} onChange={setSiteIds} />}
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
            Save
          </button>
          <button
            type="button"
            disabled={isBusy}
            className={quietButton}
            onClick={() => {
              change({ is_disabled: !isDisabled });
            }}
          >
            {isDisabled ? 'Let in again' : 'Disable'}
          </button>
        </div>
        <Confirm
          action="Remove"
          question={`Remove ${member.email}, with every sign-in and API key?`}
          confirmation="Yes, remove"
          onConfirm={async () => {
            await removeMember(member.id);
            onChanged();
          }}
        />
      </div>
    </details>
  );
}
