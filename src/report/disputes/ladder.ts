import type { Reason } from '../../domain/event.ts';
import { type BusinessHours, isOpen, lastMoment, nextOpening } from './business-hours.ts';

/** Names of what is told besides the rungs. */
export const openedRung = 'opened';
export const escalationRung = 'escalation';

export interface Rung {
  /** As the configuration writes it: `7d`, `6h`. */
  readonly name: string;
  /** Milliseconds before evidence is due. */
  readonly beforeMs: number;
}

/** What is known of one dispute in one channel. Milliseconds since the epoch. */
export interface LadderScene {
  readonly now: number;
  readonly dueAt: number;
  /** When its card was posted here: what fell due before that, the card itself has said. */
  readonly shownAt: number;
  readonly rungs: readonly Rung[];
  readonly hours: BusinessHours;
  /** Of this due date and channel. */
  readonly done: readonly { readonly rung: string; readonly state: 'told' | 'passed'; readonly at: number }[];
  /** Somebody acknowledged it, or it is assigned to somebody. */
  readonly taken: boolean;
  readonly escalateAfterMs: number;
  /** Whether there is somebody to escalate to. */
  readonly canEscalate: boolean;
}

export interface LadderStep {
  readonly tell: string | null;
  /** Not told, because a later one says it all; written down, so that nothing is left open. */
  readonly pass: readonly string[];
  readonly reason: Reason;
}

/**
 * What is to be told now. Of several rungs that fell due (the service was down, or they meet in the same hour) the last is
 * told and the others are passed over. Pure: the same scene gives the same answer, whichever process asks.
 */
export function nextStep(scene: LadderScene): LadderStep {
  const done = new Set(scene.done.map(({ rung }) => rung));
  if (scene.now >= scene.dueAt) return idle('past_due', 'the time to answer is over');
  if (!done.has(openedRung)) return { tell: openedRung, pass: [], reason: reason('opened', 'its card stands') };
  const open = scene.rungs.filter(({ name }) => !done.has(name)).toSorted((a, b) => b.beforeMs - a.beforeMs);
  // Where people work on few days a shorter rung may come first; the longer one has then nothing left to say.
  const reached = Math.min(...scene.rungs.filter(({ name }) => done.has(name)).map(({ beforeMs }) => beforeMs));
  const due = open.filter((rung) => rungAt(rung, scene) <= scene.now);
  const said = due
    .filter((rung) => rung.beforeMs > reached || rungAt(rung, scene) <= scene.shownAt)
    .map(({ name }) => name);
  const left = due.filter(({ name }) => !said.includes(name));
  const last = left.at(-1);
  if (last !== undefined) {
    const passed = [...said, ...left.slice(0, -1).map(({ name }) => name)];
    return { tell: last.name, pass: passed, reason: reason('rung_due', `${last.name} before evidence is due`) };
  }
  const escalation = done.has(escalationRung) ? null : escalationAt(scene);
  if (escalation !== null && escalation <= scene.now) {
    return { tell: escalationRung, pass: said, reason: reason('not_taken', 'nobody acknowledged it or took it') };
  }
  return { ...idle('not_due', 'nothing is due'), pass: said };
}

/** When a rung is told: at its time before the due date, moved into the channel's business hours. */
export function rungAt(rung: Rung, scene: Pick<LadderScene, 'dueAt' | 'hours'>): number {
  const nominal = scene.dueAt - rung.beforeMs;
  if (isOpen(scene.hours, nominal)) return nominal;
  const next = nextOpening(scene.hours, nominal);
  // Later is kinder, as long as half of the time that the rung promises is left.
  if (next !== null && next <= scene.dueAt - rung.beforeMs / 2) return next;
  return lastMoment(scene.hours, nominal) ?? nominal;
}

/** The escalation waits for business hours, too, unless there is no day left to wait. */
function escalationAt(scene: LadderScene): number | null {
  if (scene.taken || !scene.canEscalate) return null;
  const rungs = new Set(scene.rungs.map(({ name }) => name));
  const told = scene.done.filter(({ rung, state }) => state === 'told' && rungs.has(rung)).map(({ at }) => at);
  if (told.length === 0) return null;
  const nominal = Math.min(...told) + scene.escalateAfterMs;
  if (scene.dueAt - nominal < 86_400_000) return Math.min(nominal, scene.dueAt - 1);
  return nextOpening(scene.hours, nominal) ?? nominal;
}

function idle(code: string, text: string): LadderStep {
  return { tell: null, pass: [], reason: reason(code, text) };
}

function reason(code: string, text: string): Reason {
  return { code, text };
}
