import type { CardContent, Fact } from '../../domain/card.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Phrase, Value } from '../../domain/phrase.ts';
import type { Severity, Tone } from '../../domain/severity.ts';
import type { Change, Snapshot, SubjectKind, SubjectState } from '../../domain/subject.ts';
import { newestSnapshots } from '../advance.ts';
import { compareText } from '../canonical.ts';
import { dashboardLinks } from '../dashboard-links.ts';
import type { Context } from '../family.ts';
import { compareLater } from '../later.ts';
import { knownObject } from '../naming/price.ts';
import { objectName } from '../object-name.ts';

/** What is particular to one kind of card. */
export interface CardParts {
  readonly kind: SubjectKind;
  readonly code: string;
  readonly tone: Tone;
  readonly severity: Severity;
  readonly headline: Phrase;
  readonly who?: Phrase;
  readonly what?: Phrase;
  readonly facts?: readonly Fact[];
  readonly notes?: readonly Phrase[];
  /** The object whose dashboard page the card links to. */
  readonly linkId: string | null;
}

/** Two columns of five: more is not read. */
const mostFacts = 10;

export function cardOf(state: SubjectState, context: Context, parts: CardParts): CardContent {
  return {
    kind: parts.kind,
    code: parts.code,
    tone: parts.tone,
    severity: parts.severity,
    headline: parts.headline,
    who: parts.who ?? [],
    what: parts.what ?? [],
    facts: (parts.facts ?? []).slice(0, mostFacts),
    notes: (parts.notes ?? []).filter((note) => note.length > 0),
    links: dashboardLinks(parts.linkId, context),
    livemode: context.livemode,
    account: context.account,
    connectAccount: context.connectAccount,
    at: newestTime(state) ?? context.now,
  };
}

/** A fact, or nothing where the value is not known. */
export function fact(label: string, value: Value | Phrase | null): Fact[] {
  if (value === null) return [];
  const phrase: Phrase = Array.isArray(value) ? (value as Phrase) : [value as Value];
  return phrase.length === 0 ? [] : [{ label, value: phrase }];
}

/** The newest snapshot of the subject's object of one Stripe type (`dispute`); of several the one that spoke last. */
export function snapshotOfType(state: SubjectState, type: string): Snapshot | null {
  const all = [...newestSnapshots(state)];
  return latest(all.filter(([id, one]) => objectName(one.object, id) === type).map(([, one]) => one));
}

/** The subject's snapshot that spoke last, of whichever type. */
export function latestSnapshot(state: SubjectState): Snapshot | null {
  return latest([...newestSnapshots(state).values()]);
}

function latest(snapshots: readonly Snapshot[]): Snapshot | null {
  return snapshots.reduce<Snapshot | null>((best, one) => {
    if (best === null || one.at > best.at) return one;
    return one.at === best.at && compareLater(one, best) > 0 ? one : best;
  }, null);
}

/** The newest change told; changes of one second in the order of their keys. */
export function latestChange(state: SubjectState): Change | null {
  return Object.values(state.story).reduce<Change | null>((best, one) => {
    if (best === null || one.at > best.at) return one;
    return one.at === best.at && compareText(one.key, best.key) > 0 ? one : best;
  }, null);
}

/** What is known of the customer that an object names; null where nothing is. */
export function customerOf(customerId: string | null, context: Context): JsonObject | null {
  return knownObject(context.known, customerId);
}

/** Unix seconds of the newest happening. */
function newestTime(state: SubjectState): number | null {
  const times = [
    ...Object.values(state.objects).flatMap((snapshots) => snapshots.map((one) => one.at)),
    ...Object.values(state.story).map((change) => change.at),
  ];
  return times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b));
}
