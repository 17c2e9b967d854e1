import type { Catalogue } from '../catalogue.js';

export const share: Catalogue['share'] = {};
