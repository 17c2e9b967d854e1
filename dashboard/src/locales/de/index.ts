import type { Catalogue } from '../catalogue.js';
import { common } from './common.js';
import { figures } from './figures.js';
import { help } from './help.js';
import { layout } from './layout.js';
import { live } from './live.js';
import { overview } from './overview.js';
import { predictions } from './predictions.js';
import { recommendations } from './recommendations.js';
import { session } from './session.js';
import { settings } from './settings.js';
import { share } from './share.js';

/** German. */
export const de: Catalogue = {
  common,
  layout,
  figures,
  overview,
  live,
  predictions,
  recommendations,
  settings,
  session,
  share,
  help,
};
