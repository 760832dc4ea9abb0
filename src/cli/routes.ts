import type { RouteConfig } from '../config/config.ts';
import type { RouteUsage } from '../store/usage-store.ts';
import { routeNames } from '../wiring/silences.ts';
import { said } from '../wiring/subscriptions.ts';
import { timeOf } from './replay.ts';
import { printJson, type RegisterCommand, type Terminal } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

interface RoutesOptions {
  readonly usage?: boolean;
  readonly changes?: boolean;
  readonly end?: string;
  readonly since: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** `tillbell routes --usage`: what each route posted, and how much of it anybody touched. */
export const routesCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('routes')
    .description('the route tree; with --usage what each route posted, and how much of it anybody touched')
    .option('--usage', 'posts, digests, replies, clicks, acknowledgements and the time to them')
    .option('--changes', 'what people changed from Slack: subscriptions of channels, digests that were proposed')
    .option('--end <id>', 'end one of those changes (rc_…)')
    .option('--since <time>', '7d, or an ISO time', '7d')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: RoutesOptions) => {
      if (options.changes === true || options.end !== undefined) return changes(terminal, options, exit);
      const since = timeOf('--since', options.since, terminal.clock.now());
      const found = await withStore(terminal, options, async (store, config) => ({
        tree: config.routes,
        usage: options.usage === true ? complete(await store.routeUsage(since), config.routes) : null,
      }));
      if (found === null) return exit(2);
      if (options.json === true) printJson(terminal, found.usage ?? found.tree);
      else terminal.out(found.usage === null ? treeText(found.tree) : usageText(found.usage));
    });
};

/** What stands beside the configuration's tree, and its end. */
async function changes(terminal: Terminal, options: RoutesOptions, exit: (code: 1 | 2) => void): Promise<void> {
  const { end } = options;
  const found = await withStore(terminal, options, async (store) => ({
    ended:
      end === undefined || (await store.endRouteChange({ id: end, by: 'tillbell routes', now: terminal.clock.now() })),
    held: await store.routeChanges(),
  }));
  if (found === null) return exit(2);
  if (!found.ended) {
    terminal.error(`There is no change ${end}; tillbell routes --changes lists those that hold.\n`);
    return exit(1);
  }
  if (options.json === true) return printJson(terminal, found.held);
  if (found.held.length === 0) terminal.out('Nothing is changed: the routes are as configured.\n');
  for (const change of found.held) {
    const where = change.kind === 'subscription' ? ` in ${change.channel}` : '';
    const since = new Date(change.createdAt).toISOString().slice(0, 10);
    terminal.out(`${change.id}  ${said(change)}${where}, by ${change.author} since ${since}\n`);
  }
}

/** A route that posted nothing is news, too. */
function complete(usage: readonly RouteUsage[], routes: readonly RouteConfig[]): RouteUsage[] {
  const known = new Set(usage.map(({ route }) => route));
  const silent = routeNames(routes).filter((name) => !known.has(name));
  const nothing = { posts: 0, folded: 0, digests: 0, replies: 0, clicks: 0, acknowledged: 0, medianAckMs: null };
  return [...usage, ...silent.map((route) => ({ route, ...nothing }))];
}

function treeText(routes: readonly RouteConfig[], depth = 0): string {
  return routes
    .map((route) => {
      const to = route.inheritsTo ? '' : ` → ${route.to.length === 0 ? 'nobody, deliberately' : route.to.join(', ')}`;
      const where = route.line === null ? '' : `  (line ${route.line})`;
      const more = route.continue ? ', then the next' : '';
      return `${'  '.repeat(depth)}${route.name}${to}${more}${where}\n${treeText(route.routes, depth + 1)}`;
    })
    .join('');
}

const columns = ['route', 'posts', 'folded', 'digests', 'replies', 'clicks', 'acknowledged', 'median time to it'];

function usageText(usage: readonly RouteUsage[]): string {
  const rows = usage.map((one) => [
    one.route === '' ? '(none)' : one.route,
    ...[one.posts, one.folded, one.digests, one.replies, one.clicks, one.acknowledged].map(String),
    one.medianAckMs === null ? '–' : timeText(one.medianAckMs),
  ]);
  const widths = columns.map((name, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const lines = [columns, ...rows].map((row) =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  '),
  );
  const blind = usage.filter((one) => one.posts >= 20 && one.clicks + one.acknowledged === 0).map(({ route }) => route);
  const hint =
    blind.length === 0 ? [] : ['', `nobody touched a card of: ${blind.join(', ')}; digest: 1h would be quieter`];
  return `${[...lines, ...hint].join('\n')}\n`;
}

function timeText(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
