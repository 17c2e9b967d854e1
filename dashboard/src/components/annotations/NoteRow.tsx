import { useState } from 'react';
import { useFocusBack } from '../../hooks/useFocusBack.js';
import { formatDay } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { changeAnnotation, removeAnnotation } from '../../services/annotations.js';
import type { Annotation } from '../../types/annotations.js';
import { Confirm } from '../common/Confirm.js';
import { quietButton } from '../common/Failure.js';
import { NoteForm } from './NoteForm.js';

interface NoteRowProps {
  siteId: number;
  note: Annotation;
  canChange: boolean;
  /** Has the notes read again. */
  onChanged: () => void;
}

/** One note: its day, its words, whose they are; for those who may, a way to change or remove it. */
export function NoteRow({ siteId, note, canChange, onChanged }: NoteRowProps) {
  const [isEdited, setIsEdited] = useState(false);
  const editButton = useFocusBack(isEdited);

  if (isEdited)
    return (
      <NoteForm
        title={t('figures:annotations.edit')}
        action={t('figures:annotations.save')}
        draft={{ date: note.date, text: note.text }}
        onSave={async (changed) => {
          await changeAnnotation(siteId, note.id, changed);
          setIsEdited(false);
          onChanged();
        }}
        onCancel={() => {
          setIsEdited(false);
        }}
      />
    );
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
      <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-beacon" />
      <span className="whitespace-nowrap text-muted">{formatDay(note.date, 'full')}</span>
      <span dir="auto" className="min-w-0 flex-1 basis-48 break-words">
        {note.text}
      </span>
      {note.author !== null && <span className="max-w-48 truncate text-xs text-muted">{note.author}</span>}
      {canChange && (
        <span data-export="no" className="flex flex-wrap gap-2">
          <button
            ref={editButton}
            type="button"
            aria-label={t('figures:annotations.editNote', { text: note.text })}
            className={quietButton}
            onClick={() => {
              setIsEdited(true);
            }}
          >
            {t('figures:annotations.editShort')}
          </button>
          <Confirm
            action={t('figures:annotations.remove')}
            question={t('figures:annotations.removeQuestion', { text: note.text })}
            confirmation={t('figures:annotations.removeConfirmed')}
            onConfirm={async () => {
              await removeAnnotation(siteId, note.id);
              onChanged();
            }}
          />
        </span>
      )}
    </div>
  );
}
