import { runTask } from './check-node.mjs';

runTask(() => import('./tasks/security.mjs'));
