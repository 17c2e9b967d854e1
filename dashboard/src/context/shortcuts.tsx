import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { ShortcutSheet } from '../components/layout/ShortcutSheet.js';
import { useShortcutKeys } from '../hooks/useShortcutKeys.js';
import type { ShortcutAction } from '../lib/shortcuts.js';

interface ShortcutsValue {
  isOn: boolean;
  /** Kept in this browser. Keys without a modifier must be possible to switch off (WCAG 2.1.4). */
  turn: (isOn: boolean) => void;
  openSheet: () => void;
}

const ShortcutsContext = createContext<ShortcutsValue | undefined>(undefined);
const storageKey = 'tidemark.shortcuts';

const paths: Partial<Record<ShortcutAction, string>> = {
  overview: '/',
  predictions: '/predictions',
  recommendations: '/recommendations',
  live: '/live',
  settings: '/settings',
};

/** The controls that keys stand for, by their `data-shortcut`; where one isn't on the page, its key does nothing. */
const controls: Partial<Record<ShortcutAction, string>> = {
  theme: '[data-shortcut="theme"]',
  previousPeriod: '[data-shortcut="previous-period"]',
  nextPeriod: '[data-shortcut="next-period"]',
};
const searchPlaces = ['[data-shortcut="filter"]', '[data-shortcut="site"]'];

/** Gives what lies below its keyboard shortcuts, and the sheet that tells of them. */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const { search } = useLocation();
  const [isOn, setIsOn] = useState(() => localStorage.getItem(storageKey) !== 'off');
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const openSheet = useCallback(() => {
    setIsSheetOpen(true);
  }, []);
  const turn = useCallback((next: boolean) => {
    localStorage.setItem(storageKey, next ? 'on' : 'off');
    setIsOn(next);
  }, []);
  const act = useCallback(
    (action: ShortcutAction) => {
      const path = paths[action];
      const control = controls[action];
      if (action === 'help') setIsSheetOpen(true);
      else if (action === 'find') findControl(searchPlaces)?.focus();
      // The query holds the view (site, days): it goes along, as from the menu.
      else if (path !== undefined) navigate({ pathname: path, search });
      else if (control !== undefined) findControl([control])?.click();
    },
    [navigate, search],
  );
  useShortcutKeys(isOn, act);
  const value = useMemo(() => ({ isOn, turn, openSheet }), [isOn, turn, openSheet]);
  return (
    <ShortcutsContext.Provider value={value}>
      {children}
      {isSheetOpen && (
        <ShortcutSheet
          isOn={isOn}
          onTurn={turn}
          onClose={() => {
            setIsSheetOpen(false);
          }}
        />
      )}
    </ShortcutsContext.Provider>
  );
}

export function useShortcuts(): ShortcutsValue {
  const value = useContext(ShortcutsContext);
  if (value === undefined) throw new Error('useShortcuts needs a ShortcutsProvider around it');
  return value;
}

function findControl(selectors: readonly string[]): HTMLElement | undefined {
  return (
    selectors.map((selector) => document.querySelector<HTMLElement>(selector)).find((found) => found !== null) ??
    undefined
  );
}
