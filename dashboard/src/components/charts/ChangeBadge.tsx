import { type Change } from '../../lib/change.js';
import { formatChange } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { Icon } from '../common/Icon.js';

const looks = {
  good: 'bg-good-wash text-good',
  bad: 'bg-bad-wash text-bad',
  neutral: 'bg-sunken text-muted',
} as const;

/** How a figure moved: the arrow and the words say the direction, the colour whether that's good, if that can be said. */
export function ChangeBadge({ change, isBrief = false }: { change: Change; isBrief?: boolean }) {
  switch (change.kind) {
    case 'unknown':
      return <span className="text-xs text-muted">{t('figures:change.unknown')}</span>;
    case 'new':
      return <span className={`${badge} ${looks.neutral}`}>{t('figures:change.new')}</span>;
    case 'moved':
      return (
        <span
          className={`${badge} ${looks[change.meaning]}`}
          data-meaning={change.meaning}
          title={change.isSoFar === true ? t('figures:change.soFarInFull') : undefined}
        >
          <Icon name={change.direction} className="size-3 stroke-[2.500]" />
          <span className="sr-only">{t(`figures:change.${change.direction}`)} </span>
          {formatChange(change)}
          {change.isSoFar === true && (
            <span className={isBrief ? 'sr-only' : 'font-normal'}> {t('figures:change.soFar')}</span>
          )}
          {change.meaning !== 'neutral' && <span className="sr-only">, {t(`figures:change.${change.meaning}`)}</span>}
        </span>
      );
  }
}

const badge = 'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium';
