import { useState } from 'react';
import { t } from '../../locales/i18n.js';
import { changeSavedView, removeSavedView } from '../../services/saved-views.js';
import type { SavedView } from '../../types/analytics.js';
import { Confirm } from '../common/Confirm.js';
import { quietButton } from '../common/Failure.js';
import { NameForm } from './NameForm.js';

interface SavedViewRowProps {
  siteId: number;
  saved: SavedView;
  /** Whether the page shows it now. */
  isPresent: boolean;
  onOpen: () => void;
  onChanged: () => void;
}

/** One saved view: opened by its name; renamed and removed beneath it. */
export function SavedViewRow({ siteId, saved, isPresent, onOpen, onChanged }: SavedViewRowProps) {
  const [isEdited, setIsEdited] = useState(false);
  const { id, name } = saved;
  return (
    <li className="py-1">
      <div className="flex items-center gap-2">
        <button
          type="button"
          dir="auto"
          title={name}
          aria-current={isPresent ? 'true' : undefined}
          className="min-h-10 min-w-0 flex-1 truncate text-left font-medium hover:underline aria-[current=true]:text-tide-strong"
          onClick={onOpen}
        >
          {name}
        </button>
        <button
          type="button"
          aria-expanded={isEdited}
          aria-label={t('overview:savedViews.editNamed', { name })}
          className={quietButton}
          onClick={() => {
            setIsEdited(!isEdited);
          }}
        >
          {t('overview:savedViews.edit')}
        </button>
      </div>
      {isEdited && (
        <div className="space-y-3 py-2">
          <NameForm
            label={t('overview:savedViews.newName')}
            action={t('overview:savedViews.rename')}
            name={name}
            onName={async (next) => {
              await changeSavedView(siteId, id, { name: next });
              setIsEdited(false);
              onChanged();
            }}
          />
          <Confirm
            action={t('overview:savedViews.remove')}
            question={t('overview:savedViews.question', { name })}
            confirmation={t('overview:savedViews.confirm')}
            onConfirm={async () => {
              await removeSavedView(siteId, id);
              onChanged();
            }}
          />
        </div>
      )}
    </li>
  );
}
