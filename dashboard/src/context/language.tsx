import { createContext, Fragment, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { currentLanguage, type Language, rememberLanguage, speak } from '../locales/i18n.js';

interface LanguageValue {
  language: Language;
  choose: (language: Language) => Promise<void>;
}

const LanguageContext = createContext<LanguageValue | undefined>(undefined);

/** Lets the reader choose a language; everything below is drawn anew in it. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(currentLanguage);
  const choose = useCallback(async (next: Language) => {
    await speak(next);
    rememberLanguage(next);
    setLanguage(next);
  }, []);
  const value = useMemo(() => ({ language, choose }), [language, choose]);
  return (
    <LanguageContext.Provider value={value}>
      <Fragment key={language}>{children}</Fragment>
    </LanguageContext.Provider>
  );
}

export function useLanguage(): LanguageValue {
  const value = useContext(LanguageContext);
  if (value === undefined) throw new Error('useLanguage needs a LanguageProvider around it');
  return value;
}
