import { parseArgs } from 'node:util';
import { charts } from './charts.ts';
import type { ServeOptions } from './sandbox-options.ts';
import { isVendor, vendors } from './vendors/vendors.ts';

const usage = `serve.ts [--like ${Object.keys(vendors).join('|')}] [--port 9410] [--app http://localhost:5173] [--open]`;

/**
 * The options of a sandbox as its command line gives them: the vendor that it is like, its port, where the app is served that it
 * launches, and whether it needs no token. `today` is an ISO date.
 *
 * @throws Error with the usage when an argument is not understood
 */
export function serveOptions(args: readonly string[], today: string): ServeOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      like: { type: 'string' },
      port: { type: 'string', default: '9410' },
      app: { type: 'string', default: 'http://localhost:5173' },
      open: { type: 'boolean', default: false },
    },
  });
  const { like, open } = values;
  const port = Number(values.port);
  const app = values.app.replace(/\/$/, '');
  const isWrong = (like !== undefined && !isVendor(like)) || !Number.isInteger(port) || !URL.canParse(app);
  if (isWrong) throw new Error(usage);
  const clients = [{ clientId: 'hepauth', redirectUris: [`${app}/`] }];
  const named = like !== undefined && isVendor(like) ? { like } : {};
  return { port, charts, today, clients, appLaunchUrl: `${app}/launch/`, open, ...named };
}
