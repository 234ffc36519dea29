// The one command behind `npm test` and the build machine: it starts where nothing is installed yet, hence plain JavaScript.
import { ensureInstalled } from '../launch/ensure-installed.mjs';

ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
await import('./check.ts');
