import { parseAmountText } from '../domain/amount-text.ts';
import { type Build, currencyCode, list, orNull } from './build.ts';
import { channelNames } from './build-quiet.ts';
import type { RouteConfig, RouteMatch } from './config.ts';
import { durationText, parseDuration } from './duration.ts';
import { checkEventType } from './event-type-fault.ts';
import { type FaultDraft, type Path, pathText } from './fault.ts';
import { mentionOf } from './mention.ts';
import { type RouteFile, routeNodeSchema } from './schema-routes.ts';
import { shown } from './shown.ts';
import { didYouMean } from './suggest.ts';

export interface RouteNames {
  readonly accounts: readonly string[];
  readonly channels: readonly string[];
  readonly lineOf: (path: Path) => number;
}

const maxDepth = 16;

/**
 * Routes from the file's data. Each node is checked alone, so that a fault in one hides none in the others; a node whose
 * shape is wrong (schema-faults.ts tells it) is left out with its children.
 */
export function buildRoutes(
  build: Build,
  data: unknown,
  path: Path,
  names: RouteNames,
  /** True where a parent has channels that a route without `to` gets. */
  inherits = false,
): RouteConfig[] {
  if (!Array.isArray(data)) return [];
  const taken = new Map<string, number>();
  return data.flatMap((item: unknown, index) => {
    const route = buildRoute(build, item, [...path, index], names, inherits);
    if (route === null) return [];
    const other = taken.get(route.name);
    if (other === undefined) taken.set(route.name, route.line ?? 0);
    else {
      build.fault({
        code: 'duplicate_name',
        path: [...path, index, 'name'],
        message: `${shown(route.name)} is also the name of the route in line ${other}`,
        suggestion: 'names tell routes apart in `tillbell why`: choose another',
      });
    }
    return [route];
  });
}

function buildRoute(build: Build, data: unknown, path: Path, names: RouteNames, inherits: boolean): RouteConfig | null {
  if (typeof data !== 'object' || data === null || path.length > 2 * maxDepth) return null;
  const { routes: children, ...own } = data as Readonly<Record<string, unknown>>;
  const parsed = routeNodeSchema.safeParse(own);
  const nested = buildRoutes(build, children, [...path, 'routes'], names, inherits || own['to'] !== undefined);
  if (!parsed.success) return null;
  const file = parsed.data;
  if (file.to === undefined && !inherits && nested.length === 0) {
    build.fault({
      code: 'no_channel',
      path,
      message: 'says to no channel',
      suggestion: 'give to: [name]; to: [] shows it to nobody, deliberately',
    });
  }
  const to = file.to === undefined ? null : channelNames(build, file.to, [...path, 'to'], names.channels);
  return {
    name: file.name,
    line: names.lineOf(path),
    path: pathText(path),
    match: matchOf(build, file, path, names),
    when: orNull(file.when),
    to: to ?? [],
    inheritsTo: to === null,
    continue: file.continue ?? false,
    severity: orNull(file.severity),
    mention: mention(build, file.mention, path),
    deadlineMs: durationOf(build, file.deadline, [...path, 'deadline'], 1_000, 86_400_000),
    digestMs:
      file.digest === 'off' || file.digest === false
        ? 0
        : durationOf(build, file.digest, [...path, 'digest'], 60_000, 86_400_000),
    fields: orNull(file.fields),
    routes: nested,
  };
}

function mention(build: Build, text: string | undefined, path: Path): string | null {
  if (text === undefined) return null;
  const found = mentionOf(text);
  if (found !== null) return found;
  build.fault({
    code: 'bad_mention',
    path: [...path, 'mention'],
    message: `${shown(text)} is not a mention`,
    suggestion: 'write "<!subteam^S…>" for a user group, "<@U…>" for a person, @here, @channel or none',
  });
  return null;
}

/** Milliseconds within bounds; null where it is not given, or a fault was told. */
export function durationOf(
  build: Build,
  text: string | undefined,
  path: Path,
  minMs: number,
  maxMs: number,
): number | null {
  if (text === undefined) return null;
  const ms = parseDuration(text);
  if (ms !== null && ms >= minMs && ms <= maxMs) return ms;
  build.fault({
    code: 'bad_value',
    path,
    message: `${shown(text)} is out of bounds`,
    suggestion: `choose from ${durationText(minMs)} to ${durationText(maxMs)}`,
  });
  return null;
}

function matchOf(build: Build, file: RouteFile, path: Path, names: RouteNames): RouteMatch {
  const each = <Value extends string>(key: string, values: Value | readonly Value[] | undefined) =>
    list(values).map((value, index) => ({
      value,
      path: Array.isArray(values) ? [...path, key, index] : [...path, key],
    }));
  for (const { value, path: place } of each('events', file.events)) checkEventType(build, value, place);
  for (const { value, path: place } of each('accounts', file.accounts)) {
    if (names.accounts.includes(value)) continue;
    build.fault({
      code: 'unknown_account',
      path: place,
      message: `there is no account ${shown(value)}`,
      suggestion: didYouMean(value, names.accounts),
    });
  }
  prefixes(build, each('products', file.products), 'prod_', 'a product');
  prefixes(build, each('customers', file.customers), 'cus_', 'a customer');
  return {
    topics: list(file.topics),
    events: list(file.events),
    accounts: list(file.accounts),
    livemode: orNull(file.livemode),
    severity: list(file.severities),
    currencies: each('currencies', file.currencies).map((item) => currencyCode(build, item.value, item.path)),
    products: list(file.products),
    prices: list(file.prices),
    plans: list(file.plans),
    customers: list(file.customers),
    countries: list(file.countries).map((code) => code.toUpperCase()),
    paymentMethods: list(file.payment_methods),
    declineCodes: list(file.decline_codes),
    metadata: { ...file.metadata },
    amountMin: amount(build, file.amount?.min, [...path, 'amount', 'min']),
    amountMax: amount(build, file.amount?.max, [...path, 'amount', 'max']),
  };
}

/** Products may have ids that their owner chose; what is plainly another kind of object is a slip. */
function prefixes(build: Build, items: readonly { value: string; path: Path }[], prefix: string, what: string): void {
  const kinds = ['prod_', 'price_', 'plan_', 'cus_', 'sub_', 'pi_', 'ch_', 'in_', 'acct_'];
  for (const { value, path } of items) {
    const other = kinds.find((kind) => value.startsWith(kind));
    if (other === undefined || other === prefix) continue;
    const draft: FaultDraft = {
      code: 'wrong_id',
      path,
      message: `${shown(value)} is not the id of ${what}`,
      suggestion: `it begins with ${prefix}`,
    };
    build.fault(draft);
  }
}

function amount(build: Build, text: string | undefined, path: Path): string | null {
  if (text === undefined) return null;
  const money = parseAmountText(text);
  if (money !== null) {
    currencyCode(build, money.currency, path);
    return text;
  }
  build.fault({
    code: 'bad_value',
    path,
    message: `${shown(text)} has more decimal places than its currency`,
    suggestion: 'write "100.00 EUR" or "100 JPY"',
  });
  return null;
}
