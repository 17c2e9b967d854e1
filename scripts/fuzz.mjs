import { runTask } from './check-node.mjs';

runTask(() => import('./tasks/fuzz.mjs'));
