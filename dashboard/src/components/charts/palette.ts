import { useMemo } from 'react';
import { useTheme } from '../../context/theme.js';

const names = ['ink', 'muted', 'line', 'surface', 'tide', 'ebb', 'beacon', 'font-sans'] as const;
export type Palette = Record<(typeof names)[number], string> & { theme: 'light' | 'dark' };

/** The colours of styles.css as a canvas needs them: as values. Read anew when the theme changes. */
export function usePalette(): Palette {
  const { theme } = useTheme();
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const values = Object.fromEntries(names.map((name) => [name, read(name)])) as Omit<Palette, 'theme'>;
    return { ...values, theme };
  }, [theme]);
}
