import { createContext, type ReactNode, useCallback, useContext, useMemo, useState, useSyncExternalStore } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';
type Theme = 'light' | 'dark';

interface ThemeValue {
  choice: ThemeChoice;
  /** What is on the screen. */
  theme: Theme;
  choose: (choice: ThemeChoice) => void;
}

const storageKey = 'tidemark.theme';
const ThemeContext = createContext<ThemeValue | undefined>(undefined);

/**
 * Follows the system's colour scheme unless the reader chose one; the choice is kept in this browser.
 *
 * The attribute on <html> is set before React renders, not in an effect, since charts read their colours from it while rendering.
 */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState(recallChoice);
  const theme = useSyncExternalStore(subscribeToSystem, () => applyTheme(choice));
  const choose = useCallback((next: ThemeChoice) => {
    localStorage.setItem(storageKey, next);
    applyTheme(next);
    setChoice(next);
  }, []);
  const value = useMemo(() => ({ choice, theme, choose }), [choice, theme, choose]);
  return <ThemeContext.Provider value={value}>{children}</ThemeContext.Provider>;
}

/** The theme and the way to change it. */
export function useTheme(): ThemeValue {
  const value = useContext(ThemeContext);
  if (value === undefined) throw new Error('useTheme needs a ThemeProvider around it');
  return value;
}

function applyTheme(choice: ThemeChoice): Theme {
  const theme = choice === 'system' ? (systemDark().matches ? 'dark' : 'light') : choice;
  document.documentElement.dataset.theme = theme;
  return theme;
}

function recallChoice(): ThemeChoice {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

const systemDark = () => window.matchMedia('(prefers-color-scheme: dark)');

function subscribeToSystem(notify: () => void): () => void {
  const query = systemDark();
  query.addEventListener('change', notify);
  return () => {
    query.removeEventListener('change', notify);
  };
}
