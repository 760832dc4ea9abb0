import pg from 'pg';
import { type Clock, within } from '../../domain/clock.ts';
import type { DatabaseAddress } from './database-url.ts';
import { clientConfig, expectWritable, goodbyeMs, letGo } from './sessions.ts';

type Stage = 'interpret' | 'deliver';

export interface Hints {
  /** Tells the other processes; what cannot be told is left untold. */
  send(work: ReadonlySet<Stage>): void;
  close(): Promise<void>;
}

const channel = 'tillbell_work';
const again = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

/**
 * LISTEN and NOTIFY on a connection of its own: only ever a hint that something is due, for every stage also looks by
 * itself. A server that has no LISTEN, or a pooler that keeps it from us, only makes other processes a little later. What is
 * told while the last notification is on its way goes with the next.
 */
export function openHints(address: DatabaseAddress, clock: Clock, heard: (stage: Stage) => void): Hints {
  let client: pg.Client | null = null;
  let closed = false;
  let failures = 0;
  let callOff: (() => void) | null = null;
  let sending = false;
  const untold = new Set<Stage>();

  async function connect(): Promise<void> {
    callOff = null;
    const made = new pg.Client({
      ...clientConfig(address, failures),
      application_name: `${address.applicationName} hints`,
    });
    made.on('error', () => lose(made));
    made.on('end', () => lose(made));
    made.on('notification', ({ processId, payload }) => {
      if (processId === processOf(made)) return;
      if (payload === 'interpret' || payload === 'deliver') heard(payload);
    });
    client = made;
    try {
      await made.connect();
      await expectWritable(made);
      await made.query(`LISTEN ${channel}`);
      failures = 0;
      // Whatever was told while nobody listened.
      heard('interpret');
      heard('deliver');
    } catch {
      lose(made);
    }
  }

  function lose(lost: pg.Client): void {
    if (client !== lost) return;
    client = null;
    lost.end().catch(() => {});
    if (closed) return;
    callOff = clock.after(again[Math.min(failures, again.length - 1)] ?? 30_000, () => void connect());
    failures += 1;
  }

  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    while (untold.size > 0 && client !== null && failures === 0 && !closed) {
      const stages = [...untold];
      untold.clear();
      const told = client;
      try {
        for (const stage of stages) await told.query('SELECT pg_notify($1, $2)', [channel, stage]);
      } catch {
        lose(told);
      }
    }
    untold.clear();
    sending = false;
  }

  void connect();
  return {
    send(work) {
      for (const stage of work) untold.add(stage);
      if (work.size > 0) void send();
    },
    async close() {
      closed = true;
      callOff?.();
      const last = client;
      client = null;
      if (last === null) return;
      await within(
        clock,
        goodbyeMs,
        last.end().catch(() => {}),
      );
      letGo(last);
    },
  };
}

/** The server's id of the connection, by which a listener knows its own notifications. */
function processOf(client: pg.Client): number | null {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : null;
}
