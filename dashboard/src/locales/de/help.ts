import type { Catalogue } from '../catalogue.js';

export const help: Catalogue['help'] = {};
