import { type InputHTMLAttributes, type Ref, useId } from 'react';

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'className'> {
  label: string;
  name: string;
  /** What helps to fill it in. */
  hint?: string | undefined;
  /** What is wrong with what was filled in. */
  problem?: string | undefined;
  inputRef?: Ref<HTMLInputElement>;
}

/** A labelled line of a form, with its hint and what is wrong with it. */
export function Field({ label, hint, problem, inputRef, ...input }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const problemId = `${id}-problem`;
  const describedBy = [problem !== undefined && problemId, hint !== undefined && hintId].filter(Boolean).join(' ');
  return (
    <div>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        {...input}
        ref={inputRef}
        id={id}
        aria-invalid={problem !== undefined}
        aria-describedby={describedBy === '' ? undefined : describedBy}
        className="mt-1 block min-h-11 w-full min-w-0 rounded-lg border border-line bg-surface px-3 text-ink aria-invalid:border-bad"
      />
      {problem !== undefined && (
        <p id={problemId} className="mt-1 text-sm text-bad">
          {problem}
        </p>
      )}
      {hint !== undefined && (
        <p id={hintId} className="mt-1 text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

/** What stands in a field of a form that is sent; empty where there is none. */
export function readField(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

/** The look of a form's main button. */
export const mainButton =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-lg bg-tide px-4 font-medium text-on-tide hover:bg-tide-strong disabled:opacity-60';
