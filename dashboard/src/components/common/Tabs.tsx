import type { KeyboardEvent } from 'react';

interface TabsProps<Id extends string> {
  label: string;
  tabs: readonly { id: Id; label: string }[];
  active: Id;
  /** The id of the element the tabs switch. */
  controls: string;
  onChange: (id: Id) => void;
}

/** A row of tabs: one stop for Tab, arrow keys, Home and End move between them. */
export function Tabs<Id extends string>({ label, tabs, active, controls, onChange }: TabsProps<Id>) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const index = tabs.findIndex((tab) => tab.id === active);
    const target = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[event.key];
    if (target === undefined) return;
    const next = tabs.at(target % tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    onChange(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div
      role="tablist"
      aria-label={label}
      onKeyDown={move}
      className="flex max-w-full overflow-x-auto rounded-lg bg-sunken p-0.5 text-sm"
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          data-tab={tab.id}
          aria-selected={tab.id === active}
          aria-controls={controls}
          tabIndex={tab.id === active ? 0 : -1}
          onClick={() => {
            onChange(tab.id);
          }}
          className="min-h-9 shrink-0 rounded-md px-2.5 text-muted hover:text-ink aria-selected:bg-surface aria-selected:font-medium aria-selected:text-ink aria-selected:shadow-sm"
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
