import { useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { quietButton } from '../common/Failure.js';
import { Field } from '../common/Field.js';
import { Refusal } from '../common/Refusal.js';

interface NameFormProps {
  label: string;
  /** What the button says. */
  action: string;
  /** The name so far. */
  name?: string;
  onName: (name: string) => Promise<void>;
}

/** Asks for the name of a view; why the API refuses one stands beneath. */
export function NameForm({ label, action, name = '', onName }: NameFormProps) {
  const [draft, setDraft] = useState(name);
  const { isBusy, error, run } = useAction();
  return (
    <form
      className="space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        run(async () => {
          await onName(draft.trim());
          setDraft('');
        });
      }}
    >
      <Field
        label={label}
        name="name"
        maxLength={100}
        autoComplete="off"
        value={draft}
        onChange={(event) => {
          setDraft(event.target.value);
        }}
      />
      <button type="submit" disabled={isBusy || draft.trim() === ''} className={`${quietButton} disabled:opacity-60`}>
        {action}
      </button>
      <Refusal error={error} />
    </form>
  );
}
