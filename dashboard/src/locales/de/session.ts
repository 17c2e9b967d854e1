import type { Catalogue } from '../catalogue.js';

export const session: Catalogue['session'] = {};
