import { useEffect, useRef, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { findPlaceOf, useFocusBack } from '../../hooks/useFocusBack.js';
import { t } from '../../locales/i18n.js';
import { quietButton } from './Failure.js';
import { Field } from './Field.js';
import { Refusal } from './Refusal.js';

interface ConfirmProps {
  /** What the first button says. */
  action: string;
  question: string;
  /** What the second one says. */
  confirmation: string;
  /** What must be typed before that, where it can't be undone. */
  typed?: string;
  onConfirm: () => Promise<void>;
}

/**
 * A button for what can't be taken back: it asks first, and the safe answer has the focus. It goes back to the button, or to what
 * that stood in where it has gone with what was removed.
 */
export function Confirm({ action, question, confirmation, typed, onConfirm }: ConfirmProps) {
  const [isAsked, setIsAsked] = useState(false);
  const [draft, setDraft] = useState('');
  const { isBusy, error, run } = useAction();
  const safeButton = useRef<HTMLButtonElement>(null);
  const opener = useFocusBack(isAsked);

  useEffect(() => {
    if (isAsked) safeButton.current?.focus();
  }, [isAsked]);

  if (!isAsked)
    return (
      <button
        ref={opener}
        type="button"
        className={quietButton}
        onClick={() => {
          setDraft('');
          setIsAsked(true);
        }}
      >
        {action}
      </button>
    );
  return (
    <div role="group" aria-label={question} className="space-y-3 text-sm">
      <p>{question}</p>
      {typed !== undefined && (
        <Field
          label={t('common:typeToConfirm', { text: typed })}
          name="confirmation"
          value={draft}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => {
            setDraft(event.target.value);
          }}
        />
      )}
      <Refusal error={error} />
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          disabled={isBusy || (typed !== undefined && draft !== typed)}
          className="min-h-9 rounded-lg bg-bad px-3 font-medium text-surface disabled:opacity-60"
          onClick={() => {
            run(async () => {
              const place = findPlaceOf(safeButton.current);
              await onConfirm();
              setIsAsked(false);
              setTimeout(() => {
                if (document.activeElement === document.body) place?.focus();
              });
            });
          }}
        >
          {confirmation}
        </button>
        <button
          ref={safeButton}
          type="button"
          disabled={isBusy}
          className={quietButton}
          onClick={() => {
            setIsAsked(false);
          }}
        >
          {t('common:cancel')}
        </button>
      </div>
    </div>
  );
}
