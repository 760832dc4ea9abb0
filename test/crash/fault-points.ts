/**
 * Preloaded into the service (`node --import`) by the crash tests only: wraps the boundaries of the process from outside and
 * kills it, without warning, at one of them. `CRASH_POINT` names the boundary and the side (`commit:before`), `CRASH_HIT`
 * counts from 1. Without `CRASH_POINT` nothing is wrapped. The store's worker thread inherits the preload.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import http, { ServerResponse } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync, StatementSync } from 'node:sqlite';

const [boundary, side] = (process.env['CRASH_POINT'] ?? '').split(':');
let hitsLeft = Number(process.env['CRASH_HIT'] ?? '1');

function passes(name: string, now: 'before' | 'after'): void {
  if (name !== boundary || now !== side) return;
  hitsLeft -= 1;
  // SIGKILL to itself takes effect before the call returns: not one instruction more is run, in no thread.
  if (hitsLeft === 0) process.kill(process.pid, 'SIGKILL');
}

/** Statements by the step of a stage that they belong to. */
const statements: readonly (readonly [string, RegExp])[] = [
  ['insert', /^\s*INSERT INTO events /],
  ['claim', /^\s*UPDATE events AS e SET claim_owner/],
  ['meaning', /^\s*UPDATE events SET state = \?, reason_code/],
  ['lease', /^\s*UPDATE lanes SET owner = \?/],
  ['take', /^\s*UPDATE deliveries SET state = 'sending'/],
  ['outcome', /^\s*UPDATE deliveries SET state = \?, reason_code/],
  ['ts', /^\s*INSERT INTO cards /],
  ['recover', /^\s*UPDATE lanes SET owner = NULL, lease_until = 0 WHERE owner IS NOT NULL/],
  ['action', /^\s*INSERT INTO actions /],
  ['move', /^\s*UPDATE actions SET tries = /],
  ['rotate', /^\s*UPDATE (?:payloads|subjects) SET key_id = \?/],
];

function stepOf(sql: string): string | null {
  return statements.find(([, pattern]) => pattern.test(sql))?.[0] ?? null;
}

/** To be called by Reflect.apply, with the object that it belongs to. */
function methodOf(prototype: object, name: string): (...given: unknown[]) => unknown {
  return Reflect.get(prototype, name) as (...given: unknown[]) => unknown;
}

function wrapStatements(): void {
  for (const name of ['run', 'all']) {
    const real = methodOf(StatementSync.prototype, name);
    Object.defineProperty(StatementSync.prototype, name, {
      configurable: true,
      writable: true,
      value(this: StatementSync, ...values: unknown[]): unknown {
        const step = stepOf(this.sourceSQL);
        if (step !== null) passes(step, 'before');
        const result: unknown = Reflect.apply(real, this, values);
        if (step !== null) passes(step, 'after');
        return result;
      },
    });
  }
}

/** COMMIT, and the steps of a migration: each script of tables, each version mark, and the commit that makes them one. */
function wrapExec(): void {
  const real = methodOf(DatabaseSync.prototype, 'exec');
  let migrating = false;
  DatabaseSync.prototype.exec = function exec(this: DatabaseSync, sql: string): void {
    const migrates = /CREATE TABLE|PRAGMA user_version =|PRAGMA application_id =/.test(sql);
    const commits = sql === 'COMMIT';
    const step = migrates || (commits && migrating) ? 'migration' : commits ? 'commit' : null;
    if (migrates) migrating = true;
    if (step !== null) passes(step, 'before');
    Reflect.apply(real, this, [sql]);
    // A checkpoint every few pages instead of every thousand: kills then fall around and into checkpoints.
    if (boundary === 'checkpoint' && sql.startsWith('PRAGMA synchronous')) {
      Reflect.apply(real, this, ['PRAGMA wal_autocheckpoint = 4']);
    }
    if (commits) {
      passes('checkpoint', 'after');
      migrating = false;
    }
    if (step !== null) passes(step, 'after');
  };
}

function wrapVerification(): void {
  const { createHmac, timingSafeEqual } = crypto;
  crypto.createHmac = (...given) => {
    passes('verify', 'before');
    return createHmac(...given);
  };
  crypto.timingSafeEqual = (left, right) => {
    const same = timingSafeEqual(left, right);
    passes('verify', 'after');
    return same;
  };
}

function wrapAnswers(): void {
  const real = methodOf(ServerResponse.prototype, 'end');
  Object.defineProperty(ServerResponse.prototype, 'end', {
    configurable: true,
    writable: true,
    value(this: ServerResponse, ...given: unknown[]): unknown {
      const webhook = this.req.url?.startsWith('/webhooks/') === true;
      if (webhook) passes('answer', 'before');
      const result: unknown = Reflect.apply(real, this, given);
      if (webhook) passes('answer', 'after');
      return result;
    },
  });
}

function wrapSlack(): void {
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const call = /\/api\/(chat|conversations)\./.exec(url)?.[1];
    const step = call === 'chat' ? 'slack' : call === 'conversations' ? 'probe' : null;
    if (step !== null) passes(step, 'before');
    const response = await real(input, init);
    if (step !== null) passes(step, 'after');
    return response;
  };
}

/** Writes to Stripe: before the request leaves, and when its answer is there but nobody has read it. */
function wrapStripe(): void {
  const { request } = http;
  const wrapped = (...given: unknown[]): unknown => {
    const [options] = given;
    const writes =
      typeof options === 'object' &&
      options !== null &&
      Reflect.get(options, 'method') === 'POST' &&
      String(Reflect.get(options, 'path')).startsWith('/v1/');
    if (!writes) return Reflect.apply(request, http, given);
    passes('stripe', 'before');
    const made = Reflect.apply(request, http, given) as http.ClientRequest;
    return made.prependOnceListener('response', () => passes('stripe', 'after'));
  };
  Object.defineProperty(http, 'request', { configurable: true, writable: true, value: wrapped });
}

/** The key file is replaced by renaming a new one over it. */
function wrapRename(): void {
  const { renameSync } = fs;
  fs.renameSync = (from, to) => {
    passes('rename', 'before');
    renameSync(from, to);
    passes('rename', 'after');
  };
}

if (boundary !== undefined && boundary !== '') {
  wrapStatements();
  wrapExec();
  wrapVerification();
  wrapAnswers();
  wrapSlack();
  wrapStripe();
  wrapRename();
  syncBuiltinESMExports();
}
