import { useEffect, useState } from 'react';
import { buildSnippet, type TrackerMode } from '../../lib/snippet.js';
import { t } from '../../locales/i18n.js';
import { loadConfig } from '../../services/config.js';
import type { Site } from '../../types/analytics.js';
import { CopyBox } from './CopyBox.js';

interface SnippetProps {
  domain: string;
  mode?: TrackerMode;
  /** The site, where the tag has to go by its settings. */
  settings?: Pick<Site, 'respect_do_not_track' | 'after_refusal'>;
}

/** The one line that a site needs, ready to copy. */
export function Snippet({ domain, ...wishes }: SnippetProps) {
  const [apiUrl, setApiUrl] = useState<string>();

  useEffect(() => {
    void loadConfig().then((config) => {
      setApiUrl(config.apiUrl);
    });
  }, []);

  return (
    <CopyBox
      label={t('common:snippet.label')}
      text={buildSnippet({ domain, apiUrl: apiUrl ?? '…', ...wishes })}
      action={t('common:snippet.copy')}
      isDisabled={apiUrl === undefined}
    />
  );
}
