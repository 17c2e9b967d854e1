import type { Site } from '../../types/analytics.js';

interface SitesFieldProps {
  legend: string;
  sites: readonly Site[];
  chosen: readonly number[];
  onChange: (chosen: number[]) => void;
}

/** Which sites, by checkboxes. */
export function SitesField({ legend, sites, chosen, onChange }: SitesFieldProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-medium">{legend}</legend>
      <div className="mt-1 max-h-60 overflow-y-auto rounded-lg border border-line p-1">
        {sites.map(({ id, domain }) => (
          <label key={id} className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2 hover:bg-sunken">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              className="size-4 shrink-0 accent-tide"
              onChange={(event) => {
                onChange(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id));
              }}
            />
            <span className="min-w-0 truncate text-sm">{domain}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
