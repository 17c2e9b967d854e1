export { adviceTypes, nameOf } from '../detectors/finding.js';
export { injectionKinds, type Injection, type InjectionKind } from './injections.js';
export { forecastDays } from './forecast-days.js';
export { askInDip, askOf, askOfForecast } from './target-world.js';
export { buildWorld, type World, type WorldOptions } from './worlds.js';
export { groupAt, newGroup, observeQuietSite, type Draft } from './change-observations.js';
