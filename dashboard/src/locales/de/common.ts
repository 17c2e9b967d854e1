import type { Catalogue } from '../catalogue.js';

export const common: Catalogue['common'] = {};
