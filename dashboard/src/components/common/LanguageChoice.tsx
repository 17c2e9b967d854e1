import { useLanguage } from '../../context/language.js';
import { type Language, languages, t } from '../../locales/i18n.js';

/** In which language the dashboard speaks. */
export function LanguageChoice() {
  const { language, choose } = useLanguage();
  return (
    <label className="flex min-h-10 items-center justify-between gap-3 px-3">
      {t('layout:language')}
      <select
        value={language}
        className="min-h-9 rounded-lg border border-line bg-surface px-2 text-ink"
        onChange={(event) => {
          void choose(event.target.value as Language);
        }}
      >
        {languages.map(({ id, name }) => (
          <option key={id} value={id} lang={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
