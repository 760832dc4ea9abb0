import type { Alert } from '../domain/alert.ts';
import type { Decision, Held, Target } from '../domain/decision.ts';
import type { Reason } from '../domain/event.ts';
import type { Inhibitor } from '../domain/inhibitor.ts';
import { priorityOf } from '../domain/severity.ts';
import { holdOfSilence, type Silence } from '../domain/silence.ts';
import { inhibitorOf } from './inhibit.ts';
import { type PathEntry, type RouteNode, walk } from './node.ts';
import type { Hush, Quiet } from './quiet.ts';
import { silenceFor } from './silence.ts';

export interface DecideDeps {
  readonly routes: readonly RouteNode[];
  readonly quiet: Quiet;
  /** When the next digest of this rhythm goes out in this channel. */
  readonly digestAt: (channel: string, everyMs: number, now: number) => number;
  readonly onFailed: (route: string, reason: Reason) => void;
}

export interface DecideInput {
  readonly alert: Alert;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly silences: readonly Silence[];
  readonly subjectId: string | null;
  /** Open incidents that tell what belongs to them. */
  readonly inhibitors: readonly Inhibitor[];
}

const foldOrder = { never: 0, when_late: 1, scheduled: 2 } as const;

/** walk → one target for each channel and route → silences → the most urgent for each channel → quiet hours. */
export function decide(input: DecideInput, deps: DecideDeps): Decision {
  const walked = walk(deps.routes, input.alert, deps.onFailed);
  const path: PathEntry[] = [...walked.path];
  const wanted = walked.leaves.flatMap((leaf) =>
    (leaf.to ?? []).map((channel) => targetOf(leaf, channel, input, deps)),
  );
  const record: Record = { path, held: [] };
  const audible = wanted.flatMap((target) => silenced(target, input, deps, record));
  const alone = audible.flatMap((target) => inhibited(target, input, path));
  const chosen = mostUrgent(alone, path);
  const targets = chosen.flatMap((target) => hushed(target, input, deps, record));
  const held = heldOf(record, targets, input.alert);
  return {
    targets,
    path,
    reason: reasonOf(targets, walked.leaves, wanted, path),
    ...(held.length === 0 ? {} : { held }),
  };
}

interface Record {
  readonly path: PathEntry[];
  readonly held: Held[];
}

/** One entry a channel: what holds its message now, or what dropped it. What shows no card and no news is not missed. */
function heldOf(record: Record, targets: readonly Target[], alert: Alert): Held[] {
  if (!alert.opensCard && alert.change === null) return [];
  const byChannel = new Map<string, Held>();
  for (const held of record.held) {
    const target = targets.find(({ channel }) => channel === held.channel);
    const holds = held.effect === 'digest' ? target?.heldBy === held.hold : target === undefined;
    if (holds) byChannel.set(held.channel, held);
  }
  return [...byChannel.values()];
}

function targetOf(leaf: RouteNode, channel: string, input: DecideInput, deps: DecideDeps): Target {
  const severity = leaf.severity ?? input.alert.severity;
  // Critical is never folded, also where the route collects everything else.
  const fold = severity === 'critical' ? 'never' : leaf.digestMs > 0 ? 'scheduled' : 'when_late';
  return {
    channel,
    route: leaf.name,
    severity,
    mention: leaf.mention,
    deadlineMs: leaf.deadlineMs,
    fold,
    foldAt: fold === 'scheduled' ? deps.digestAt(channel, leaf.digestMs, input.now) : null,
  };
}

function silenced(target: Target, input: DecideInput, deps: DecideDeps, record: Record): Target[] {
  const { route, channel, severity } = target;
  const silence = silenceFor(input.silences, input.now, {
    alert: input.alert,
    subjectId: input.subjectId,
    route,
    channel,
    severity,
  });
  if (silence === null) return [target];
  const by = `muted for ${channel} until ${iso(silence.until)} by ${silence.author} (silence ${silence.id})`;
  record.path.push({ route, matched: true, reason: { code: 'silenced', text: by } });
  const { effect, until } = silence;
  const hold = holdOfSilence(silence.id);
  record.held.push({ hold, name: `silence by ${silence.author}`, channel, effect, until });
  return effect === 'drop' ? [] : [deferred(target, toldAt(silence, channel, input.now, deps), hold)];
}

/** Sale mode tells what is held in between, too. */
function toldAt(silence: Silence, channel: string, now: number, deps: DecideDeps): number {
  const every = silence.digestMs ?? null;
  return every === null ? silence.until : Math.min(silence.until, deps.digestAt(channel, every, now));
}

function inhibited(target: Target, input: DecideInput, path: PathEntry[]): Target[] {
  const inhibitor = inhibitorOf(input.inhibitors, input.alert, target.channel);
  if (inhibitor === null) return [target];
  const text = `told in ${target.channel} by the card of incident ${inhibitor.incident}`;
  path.push({ route: target.route, matched: true, reason: { code: 'inhibited', text } });
  return [];
}

/** F113: one card a channel, whichever routes lead to it. What the others ask for in urgency is kept. */
function mostUrgent(targets: readonly Target[], path: PathEntry[]): Target[] {
  const byChannel = new Map<string, Target>();
  const ordered = targets.toSorted(
    (a, b) =>
      priorityOf(a.severity) - priorityOf(b.severity) ||
      foldOrder[a.fold] - foldOrder[b.fold] ||
      a.deadlineMs - b.deadlineMs ||
      (a.foldAt ?? 0) - (b.foldAt ?? 0),
  );
  for (const target of ordered) {
    const winner = byChannel.get(target.channel);
    if (winner === undefined) {
      byChannel.set(target.channel, target);
      continue;
    }
    if (winner.mention === null && target.mention !== null) {
      byChannel.set(target.channel, { ...winner, mention: target.mention });
    }
    const text = `${target.channel} gets it by "${winner.route}", which is at least as urgent`;
    path.push({ route: target.route, matched: true, reason: { code: 'overlap', text } });
  }
  return [...byChannel.values()];
}

/** What a silence keeps until within quiet hours is told when those end. */
function hushed(target: Target, input: DecideInput, deps: DecideDeps, record: Record): Target[] {
  const { channel, severity } = target;
  const now = deps.quiet.hush(channel, severity, input.now);
  const then = target.heldBy === undefined ? null : deps.quiet.hush(channel, severity, target.foldAt ?? input.now);
  const hush = now ?? (then?.effect === 'digest' ? then : null);
  if (hush === null) return [target];
  record.path.push({ route: target.route, matched: true, reason: hushReason(channel, hush) });
  const { effect, until } = hush;
  const hold = effect === 'digest' ? `quiet:${until}` : `quiet:${until}:${hush.name}`;
  record.held.push({ hold, name: `quiet hours "${hush.name}"`, channel, effect, until });
  return effect === 'drop' ? [] : [deferred(target, until, hold)];
}

function hushReason(channel: string, hush: Hush): Reason {
  const until = `quiet hours "${hush.name}" in ${channel} until ${iso(hush.until)}`;
  return hush.effect === 'drop'
    ? { code: 'quiet_dropped', text: `${until}: not shown` }
    : { code: 'quiet_held', text: `${until}: told then in a digest` };
}

/** Whatever lasts longest holds it: a route's own digest that is due later stays that digest. */
function deferred(target: Target, until: number, hold: string): Target {
  const { heldBy: _, ...plain } = target;
  if (target.foldAt !== null && target.foldAt > until) return target;
  return { ...plain, fold: 'scheduled', foldAt: until, heldBy: hold };
}

function reasonOf(
  targets: readonly Target[],
  leaves: readonly RouteNode[],
  wanted: readonly Target[],
  path: readonly PathEntry[],
): Reason {
  if (targets.length > 0) {
    const said = targets.map((target) => `${target.channel} by "${target.route}"`).join(', ');
    return { code: 'routed', text: `to ${said}` };
  }
  const [leaf] = leaves;
  if (leaf === undefined) return { code: 'no_route', text: 'no route matches' };
  if (wanted.length === 0) return { code: 'hidden_by_route', text: `"${leaf.name}" shows it to nobody, deliberately` };
  const held = path.findLast(({ reason: { code } }) => withheld.has(code));
  return held?.reason ?? { code: 'no_route', text: 'no route matches' };
}

const withheld: ReadonlySet<string> = new Set(['silenced', 'inhibited', 'quiet_dropped']);

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
