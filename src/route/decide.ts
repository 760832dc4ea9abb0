import type { Alert } from '../domain/alert.ts';
import type { Decision, Target } from '../domain/decision.ts';
import type { Reason } from '../domain/event.ts';
import { priorityOf } from '../domain/severity.ts';
import { type PathEntry, type RouteNode, walk } from './node.ts';
import type { Hush, Quiet } from './quiet.ts';
import { type Silence, silenceFor } from './silence.ts';

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
}

const foldOrder = { never: 0, when_late: 1, scheduled: 2 } as const;

/** walk → one target for each channel and route → silences → the most urgent for each channel → quiet hours. */
export function decide(input: DecideInput, deps: DecideDeps): Decision {
  const walked = walk(deps.routes, input.alert, deps.onFailed);
  const path: PathEntry[] = [...walked.path];
  const wanted = walked.leaves.flatMap((leaf) =>
    (leaf.to ?? []).map((channel) => targetOf(leaf, channel, input, deps)),
  );
  const audible = wanted.flatMap((target) => silenced(target, input, path));
  const chosen = mostUrgent(audible, path);
  const targets = chosen.flatMap((target) => hushed(target, input, deps, path));
  return { targets, path, reason: reasonOf(targets, walked.leaves, wanted, path) };
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

function silenced(target: Target, input: DecideInput, path: PathEntry[]): Target[] {
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
  path.push({ route, matched: true, reason: { code: 'silenced', text: by } });
  return silence.effect === 'drop' ? [] : [deferred(target, silence.until)];
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

function hushed(target: Target, input: DecideInput, deps: DecideDeps, path: PathEntry[]): Target[] {
  const hush = deps.quiet.hush(target.channel, target.severity, input.now);
  if (hush === null) return [target];
  const reason = hushReason(target.channel, hush);
  path.push({ route: target.route, matched: true, reason });
  return hush.effect === 'drop' ? [] : [deferred(target, hush.until)];
}

function hushReason(channel: string, hush: Hush): Reason {
  const until = `quiet hours "${hush.name}" in ${channel} until ${iso(hush.until)}`;
  return hush.effect === 'drop'
    ? { code: 'quiet_dropped', text: `${until}: not shown` }
    : { code: 'quiet_held', text: `${until}: told then in a digest` };
}

function deferred(target: Target, until: number): Target {
  return { ...target, fold: 'scheduled', foldAt: Math.max(until, target.foldAt ?? 0) };
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
  const held = path.findLast((entry) => entry.reason.code === 'silenced' || entry.reason.code === 'quiet_dropped');
  return held?.reason ?? { code: 'no_route', text: 'no route matches' };
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
