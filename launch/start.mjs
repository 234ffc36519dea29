// `npm start` on a fresh clone: it runs where nothing is installed yet, hence plain JavaScript.
import { ensureInstalled } from './ensure-installed.mjs';

ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
await import('./demo.ts');
