import { useEffect, useState } from 'react';
import { t } from '../../locales/i18n.js';
import { loadConfig } from '../../services/config.js';
import { CopyBox } from './CopyBox.js';

/** The one line that a site needs, ready to copy. */
export function Snippet({ domain }: { domain: string }) {
  const [apiUrl, setApiUrl] = useState<string>();

  useEffect(() => {
    void loadConfig().then((config) => {
      setApiUrl(config.apiUrl);
    });
  }, []);

  return (
    <CopyBox
      label={t('common:snippet.label')}
      text={`<script defer data-site="${domain}" src="${apiUrl ?? '…'}/tracker.js"></script>`}
      action={t('common:snippet.copy')}
      isDisabled={apiUrl === undefined}
    />
  );
}
