import { type Build, list, orNull, timeZone } from './build.ts';
import { channelNames } from './build-quiet.ts';
import type { QuietConfig, RouteConfig, SummaryConfig } from './config.ts';
import type { Path } from './fault.ts';
import type { SummaryFile } from './schema-later.ts';
import { shown } from './shown.ts';

/** `weekly: "mon 09:00"` and the like; a summary at no time at all is a fault. */
export function buildSummary(
  build: Build,
  file: SummaryFile,
  path: Path,
  known: {
    readonly channels: readonly string[];
    readonly accounts: readonly string[];
    readonly routes: readonly string[];
  },
): SummaryConfig {
  const [weekday, weekTime] = file.weekly?.split(' ') ?? [];
  const [monthDay, monthTime] = file.monthly?.split(' ') ?? [];
  if (file.daily === undefined && file.weekly === undefined && file.monthly === undefined) {
    build.fault({
      code: 'no_time',
      path,
      message: 'says at no time',
      suggestion: 'give daily: "09:00", weekly: "mon 09:00" or monthly: "1 09:00"',
    });
  }
  return {
    to: channelNames(build, file.to, [...path, 'to'], known.channels),
    timezone: file.timezone === undefined ? null : timeZone(build, file.timezone, [...path, 'timezone'], 'UTC'),
    daily: orNull(file.daily),
    weekly:
      weekday === undefined || weekTime === undefined
        ? null
        : { day: weekday as QuietConfig['days'][number], time: weekTime },
    monthly: monthDay === undefined || monthTime === undefined ? null : { day: Number(monthDay), time: monthTime },
    currency: file.currency ?? 'charged',
    accounts: knownNames(build, file.accounts, [...path, 'accounts'], { known: known.accounts, what: 'account' }),
    connected: file.connected ?? false,
    products: productIds(build, file.products, [...path, 'products']),
    routes: knownNames(build, file.routes, [...path, 'routes'], { known: known.routes, what: 'route' }),
  };
}

/** A name that nothing has would narrow a summary to nothing, silently. */
function knownNames(
  build: Build,
  given: string | readonly string[] | undefined,
  path: Path,
  { known, what }: { known: readonly string[]; what: string },
): readonly string[] {
  const names = given === undefined ? [] : list(given);
  names.forEach((name, index) => {
    if (known.includes(name)) return;
    build.fault({
      code: `unknown_${what}`,
      path: Array.isArray(given) ? [...path, index] : path,
      message: `there is no ${what} ${shown(name)}`,
      suggestion: known.length === 0 ? null : `one of ${known.join(', ')}`,
    });
  });
  return names;
}

function productIds(build: Build, given: string | readonly string[] | undefined, path: Path): readonly string[] {
  const ids = given === undefined ? [] : list(given);
  ids.forEach((id, index) => {
    if (/^prod_\w+$/.test(id)) return;
    build.fault({
      code: 'bad_id',
      path: Array.isArray(given) ? [...path, index] : path,
      message: `${shown(id)} is not the id of a product`,
      suggestion: 'write prod_…, as in the Stripe dashboard',
    });
  });
  return ids;
}

/** Names of all routes, nested ones too. */
export function routeNamesOf(routes: readonly RouteConfig[]): string[] {
  return routes.flatMap((route) => [route.name, ...routeNamesOf(route.routes)]);
}
