import type { en } from '../../locales/en/index.js';
import { t } from '../../locales/i18n.js';

type KnownKind = keyof (typeof en)['predictions']['kinds'];

const knownKinds: Readonly<Record<KnownKind, true>> = {
  seasonal_naive: true,
  weekday_profile: true,
  holt_winters: true,
  lstm_pretrained: true,
  lstm_fine_tuned: true,
  blend: true,
};

const isKnown = (kind: string): kind is KnownKind => Object.hasOwn(knownKinds, kind);

/** What a model is called; one that a newer service has made keeps the service's own name. */
export const nameOfKind = (kind: string): string => (isKnown(kind) ? t(`predictions:kinds.${kind}.name`) : kind);

/** How a model forecasts, and when it serves. */
export const explainKind = (kind: string): string | undefined =>
  isKnown(kind) ? t(`predictions:kinds.${kind}.why`) : undefined;
