interface SelectFieldProps<Id extends string> {
  label: string;
  options: readonly { id: Id; label: string }[];
  value: Id;
  isDisabled?: boolean;
  onChange: (id: Id) => void;
}

/** A labelled choice of one among few. */
export function SelectField<Id extends string>({ label, options, value, isDisabled, onChange }: SelectFieldProps<Id>) {
  return (
    <label className="block text-sm font-medium">
      {label}
      <select
        value={value}
        disabled={isDisabled}
        className="mt-1 block min-h-11 w-full min-w-0 rounded-lg border border-line bg-surface px-3 font-normal text-ink"
        onChange={(event) => {
          const chosen = options.find(({ id }) => id === event.target.value);
          if (chosen !== undefined) onChange(chosen.id);
        }}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
