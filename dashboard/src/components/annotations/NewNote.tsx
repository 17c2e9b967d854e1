import { useState } from 'react';
import { useFocusBack } from '../../hooks/useFocusBack.js';
import { t } from '../../locales/i18n.js';
import { addAnnotation } from '../../services/annotations.js';
import type { Period } from '../../types/analytics.js';
import { quietButton } from '../common/Failure.js';
import { NoteForm } from './NoteForm.js';

interface NewNoteProps {
  siteId: number;
  /** The days whose notes are shown. */
  period: Period;
  /** What the note is about, unless its writer says otherwise. */
  date: string;
  onAdded: () => void;
}

/** A button that opens the form for a note. */
export function NewNote({ siteId, period, date, onAdded }: NewNoteProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [isElsewhere, setIsElsewhere] = useState(false);
  const opener = useFocusBack(isOpen);

  if (isOpen)
    return (
      <NoteForm
        title={t('figures:annotations.add')}
        action={t('figures:annotations.save')}
        draft={{ date, text: '' }}
        onSave={async (note) => {
          const added = await addAnnotation(siteId, note);
          setIsElsewhere(added.date < period.startDate || added.date > period.endDate);
          setIsOpen(false);
          onAdded();
        }}
        onCancel={() => {
          setIsOpen(false);
        }}
      />
    );
  return (
    <div data-export="no" className="flex flex-wrap items-center gap-3">
      <button
        ref={opener}
        type="button"
        className={quietButton}
        onClick={() => {
          setIsElsewhere(false);
          setIsOpen(true);
        }}
      >
        {t('figures:annotations.add')}
      </button>
      <span role="status" className="text-xs text-muted">
        {isElsewhere && t('figures:annotations.elsewhere')}
      </span>
    </div>
  );
}
