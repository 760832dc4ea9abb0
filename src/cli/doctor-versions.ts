import { inspectPath } from '../config/card-paths.ts';
import type { Config } from '../config/config.ts';
import { shapesVersion } from '../config/stripe-shapes.ts';
import { inspectSyncPath } from '../config/sync-paths.ts';
import { subjectKinds } from '../domain/subject.ts';
import { checkTemplate } from '../render/template-engine.ts';
import { type Finding, ill, well } from './finding.ts';

export interface EndpointFacts {
  /** Null: the account's default. */
  readonly api_version: string | null;
  readonly enabled_events: readonly string[];
}

interface MappedPath {
  /** `sync.dispute.owner` or `cards.payment "Plan"`. */
  readonly place: string;
  readonly path: string;
  /** Null where it is not known; the date decides: 2025-03-31.basil. */
  readonly since: string | null;
  readonly instead: string;
}

/** Which mapped paths an upgrade of the endpoint's API version would leave empty, and where their values went. */
export function versionFindings(config: Config, endpoint: EndpointFacts, about: string): Finding[] {
  const { api_version: version } = endpoint;
  const moved = movedPaths(config);
  const gone = moved.filter(({ since }) => version !== null && since !== null && dateOf(since) <= dateOf(version));
  const coming = moved.filter((one) => !gone.includes(one));
  const findings = gone.map(({ place, path, instead }) =>
    ill('warning', about, `${place}: ${path} is not in the endpoint's API version ${version}: it stays empty`, instead),
  );
  if (version === null || dateOf(version) >= dateOf(shapesVersion)) return findings;
  return [
    ...findings,
    ...coming.map(({ place, path, instead }) =>
      ill('warning', about, `an upgrade from ${version} to ${shapesVersion} would move ${path} (${place})`, instead),
    ),
    ...(coming.length === 0
      ? [well(about, `an upgrade from ${version} to ${shapesVersion} would move nothing mapped`)]
      : []),
  ];
}

function movedPaths(config: Config): MappedPath[] {
  const synced = subjectKinds.flatMap((kind) =>
    Object.entries(config.sync[kind] ?? {}).flatMap(([name, { stripe }]) => {
      const found = inspectSyncPath(kind, stripe);
      return found?.code === 'moved_path' ? [moved(`sync.${kind}.${name}`, stripe, found)] : [];
    }),
  );
  const shown = subjectKinds.flatMap((kind) => {
    const card = config.cards[kind];
    const fields = card?.fields ?? [];
    return fields.flatMap(({ label, value }) => {
      const checked = checkTemplate(value);
      const paths = checked.ok ? [...new Set(checked.paths)] : [];
      return paths.flatMap((path) => {
        const found = inspectPath(path, kind, Object.keys(card?.lookups ?? {}));
        return found?.code === 'moved_path' ? [moved(`cards.${kind} "${label}"`, path, found)] : [];
      });
    });
  });
  return [...synced, ...shown];
}

function moved(
  place: string,
  path: string,
  found: { readonly since?: string | null; readonly suggestion: string | null },
): MappedPath {
  return { place, path, since: found.since ?? null, instead: found.suggestion ?? 'see Stripe’s changelog' };
}

/** Stripe's versions are dates with a name behind: they sort as text. */
function dateOf(version: string): string {
  return version.slice(0, 10);
}

/** The event by which a change of a kind's object in Stripe is seen. */
const toldBy: Readonly<Record<string, string>> = {
  payment: 'charge.updated',
  invoice: 'invoice.updated',
  subscription: 'customer.subscription.updated',
  dispute: 'charge.dispute.updated',
  payout: 'payout.updated',
  customer: 'customer.updated',
};

/** Fields that people edit on both sides need the event that tells of the other side. */
export function syncEventFindings(config: Config, endpoint: EndpointFacts, about: string): Finding[] {
  if (endpoint.enabled_events.includes('*')) return [];
  const edited = Object.entries(config.sync).filter(([, fields]) =>
    Object.values(fields).some(({ input }) => input !== null),
  );
  const lacking = edited.flatMap(([kind]) => {
    const type = toldBy[kind];
    return type === undefined || endpoint.enabled_events.includes(type) ? [] : [type];
  });
  return lacking.length === 0
    ? []
    : [
        ill(
          'warning',
          about,
          `it does not send ${lacking.join(', ')}: changes in Stripe of synced fields are not seen`,
          'add these events to the endpoint',
        ),
      ];
}
