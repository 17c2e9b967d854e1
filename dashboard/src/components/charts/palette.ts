import { useMemo, useSyncExternalStore } from 'react';
import { useTheme } from '../../context/theme.js';

const names = ['ink', 'muted', 'line', 'surface', 'tide', 'ebb', 'beacon', 'font-sans'] as const;
export type Palette = Record<(typeof names)[number], string> & { theme: 'light' | 'dark'; isForPaper: boolean };

/** The colours of styles.css as a canvas needs them: as values. Read anew when the theme changes, and for paper, which is white. */
export function usePalette(): Palette {
  const { theme } = useTheme();
  const isForPaper = useSyncExternalStore(subscribeToPrint, () => printQuery().matches);
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const values = Object.fromEntries(names.map((name) => [name, read(name)])) as Record<
      (typeof names)[number],
      string
    >;
    return { ...values, theme, isForPaper };
  }, [theme, isForPaper]);
}

const printQuery = () => window.matchMedia('print');

function subscribeToPrint(notify: () => void): () => void {
  const query = printQuery();
  query.addEventListener('change', notify);
  return () => {
    query.removeEventListener('change', notify);
  };
}
