import type { AlarmCode, Finding, ReconcileDeps } from '../deps.ts';

/** Alarms that are open now; kept in the store, so that neither a restart nor another process tells them again. */
export interface AlarmBook {
  /**
   * Everything that is wrong now of the watch that owns `codes`. What is new is told once; what was open and is not found
   * any more is closed, and told to be over where it has words for that.
   */
  settle(codes: readonly AlarmCode[], findings: readonly Finding[], account?: string): Promise<void>;
}

interface Open {
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly over: string | null;
}

const setting = 'alarms';

type BookDeps = Pick<ReconcileDeps, 'store' | 'clock' | 'log' | 'figures' | 'alarmsTo'>;

/** One write at a time: several watches share the book. */
export function createAlarmBook(deps: BookDeps): AlarmBook {
  let last: Promise<void> = Promise.resolve();
  return {
    settle(codes, findings, account) {
      const done = last.then(() => settle(deps, codes, findings, account ?? null));
      last = done.catch(() => undefined);
      return done;
    },
  };
}

async function settle(
  deps: BookDeps,
  codes: readonly AlarmCode[],
  findings: readonly Finding[],
  account: string | null,
): Promise<void> {
  const book = read(await deps.store.getSetting(setting));
  const before = JSON.stringify([...book]);
  const found = new Map(findings.map((finding) => [keyOf(finding.code, finding.scope), finding]));
  for (const [key, finding] of found) {
    deps.figures.alarm({ code: finding.code, scope: finding.scope, open: true });
    if (book.has(key)) continue;
    deps.log.warn({ alarm: finding.code, scope: finding.scope }, finding.text ?? 'an alarm is open');
    if (finding.text !== null) await tell(deps, key, finding.text, finding.severity);
    book.set(key, { since: deps.clock.now(), over: finding.over });
  }
  for (const [key, open] of book) {
    const [code, scope] = parts(key);
    const owned = codes.some((one) => one === code) && (account === null || scope === account);
    if (!owned || found.has(key)) continue;
    book.delete(key);
    for (const one of codes) if (one === code) deps.figures.alarm({ code: one, scope, open: false });
    deps.log.info({ alarm: code, scope, lastedMs: deps.clock.now() - open.since }, 'an alarm is over');
    if (open.over !== null) await tell(deps, `${key}:over`, open.over, 'normal');
  }
  if (JSON.stringify([...book]) !== before) await deps.store.putSetting(setting, JSON.stringify([...book]));
}

async function tell(deps: BookDeps, code: string, text: string, severity: Finding['severity']): Promise<void> {
  const to = deps.alarmsTo();
  if (to !== null) await deps.store.enqueueNotice({ ...to, code, text, now: deps.clock.now(), severity });
}

function keyOf(code: string, scope: string): string {
  return `${code} ${scope}`;
}

function parts(key: string): readonly [code: string, scope: string] {
  const space = key.indexOf(' ');
  return [key.slice(0, space), key.slice(space + 1)];
}

/** What cannot be read counts as empty: at worst an alarm is told once more. */
function read(text: string | null): Map<string, Open> {
  try {
    const entries: unknown = JSON.parse(text ?? '[]');
    return new Map(Array.isArray(entries) ? (entries as [string, Open][]) : []);
  } catch {
    return new Map();
  }
}
