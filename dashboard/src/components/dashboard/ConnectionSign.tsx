import { formatTime } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import type { Connection } from '../../services/live-feed.js';
import type { RealtimeReport } from '../../types/analytics.js';

interface ConnectionSignProps {
  connection: Connection;
  report: RealtimeReport | undefined;
  timeZone: string;
}

/** Whether the figures are of this moment, in words and with a dot. */
export function ConnectionSign({ connection, report, timeZone }: ConnectionSignProps) {
  const asOf = report && t('figures:connection.asOf', { time: formatTime(new Date(report.as_of), timeZone, true) });
  return (
    <p role="status" className="flex items-center gap-2 text-sm text-muted">
      <span aria-hidden="true" className={`size-2.5 rounded-full ${dots[connection]}`} />
      {connection === 'stale' ? (
        <span className="text-beacon">{[t('figures:connection.stale'), asOf].filter(Boolean).join(' ')}</span>
      ) : (
        t(`figures:connection.${connection}`)
      )}
    </p>
  );
}

const dots = { live: 'bg-good animate-pulse', connecting: 'bg-ebb', stale: 'bg-beacon' } as const;
