import { useEffect, useRef } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { t } from '../../locales/i18n.js';
import type { NewAnnotation } from '../../types/annotations.js';
import { quietButton } from '../common/Failure.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { problemOf, Refusal } from '../common/Refusal.js';

interface NoteFormProps {
  /** What the form is for: its name, and its main button. */
  title: string;
  action: string;
  /** What stands in it at first. */
  draft: NewAnnotation;
  onSave: (note: NewAnnotation) => Promise<void>;
  onCancel: () => void;
}

/** As long as the API takes. */
const longestText = 200;

/** A day, and what happened on it. The text has the focus as soon as the form is there. */
export function NoteForm({ title, action, draft, onSave, onCancel }: NoteFormProps) {
  const { isBusy, error, run } = useAction();
  const text = useRef<HTMLInputElement>(null);

  useEffect(() => {
    text.current?.focus();
  }, []);

  return (
    <form
      aria-label={title}
      data-export="no"
      className="space-y-3 rounded-xl border border-line bg-sunken p-3 sm:p-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        run(() => onSave({ date: readField(form, 'date'), text: readField(form, 'text') }));
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-[11rem_1fr]">
        <Field
          label={t('figures:annotations.date')}
          name="date"
          type="date"
          required
          defaultValue={draft.date}
          problem={problemOf(error, 'date')}
        />
        <Field
          label={t('figures:annotations.text')}
          name="text"
          required
          maxLength={longestText}
          autoComplete="off"
          inputRef={text}
          defaultValue={draft.text}
          problem={problemOf(error, 'text')}
        />
      </div>
      <Refusal error={error} />
      <div className="flex flex-wrap gap-2">
        <button type="submit" disabled={isBusy} className={mainButton}>
          {action}
        </button>
        <button type="button" disabled={isBusy} className={quietButton} onClick={onCancel}>
          {t('common:cancel')}
        </button>
      </div>
    </form>
  );
}
