import { hash } from 'node:crypto';
import type { Sealed } from '../cipher.ts';
import type { Context } from './context.ts';
import { first, listOf, perform, rows, type Steps } from './query.ts';

/**
 * A batch of accepted events shares one payload, sealed with one cipher: that costs 0.6 µs an event where a cipher for each
 * costs 4. The caps bound what reading one event costs.
 */
const mostEvents = 64;
const mostBytes = 512 * 1024;

const digestBytes = 32;

/** Where an event's body is. */
export interface BodyPlace {
  readonly seq: number;
  readonly payload_id: number;
  readonly payload_offset: number;
  readonly payload_length: number;
  readonly digest: Uint8Array;
}

interface PayloadRecord {
  readonly id: number;
  readonly key_id: string;
  readonly body: Uint8Array;
  readonly digests_key_id: string;
  readonly digests: Uint8Array;
}

/** Cuts a batch into runs that fit one payload each, in order. */
export function payloadRuns<E extends { readonly body: Uint8Array }>(events: readonly E[]): E[][] {
  const runs: E[][] = [];
  let bytes = 0;
  for (const event of events) {
    const current = runs.at(-1);
    if (current === undefined || current.length === mostEvents || bytes + event.body.length > mostBytes) {
      runs.push([event]);
      bytes = event.body.length;
    } else {
      current.push(event);
      bytes += event.body.length;
    }
  }
  return runs;
}

/** Writes one run and gives the payload's id; the bodies stand in it one after the other. */
export function* writePayload(
  context: Context,
  run: readonly { readonly body: Uint8Array; readonly digest: Uint8Array }[],
): Steps<number> {
  const next = yield* first<{ id: number }>(context.dialect.nextPayloadId);
  const id = next?.id ?? 1;
  const body = context.cipher.seal(
    bodyPlace(id),
    run.length === 1 && run[0] !== undefined ? run[0].body : Buffer.concat(run.map((event) => event.body)),
  );
  const digests = context.cipher.seal(digestsPlace(id), Buffer.concat(run.map((event) => event.digest)));
  yield* perform(
    'INSERT INTO payloads (id, key_id, body, digests_key_id, digests) VALUES (?, ?, ?, ?, ?)',
    id,
    body.keyId,
    body.data,
    digests.keyId,
    digests.data,
  );
  return id;
}

/**
 * The bodies at these places, in their order, in one transferable buffer; null for each that does not open or has another
 * digest. Where a payload is damaged, the bodies in it that are whole are still found: their digests are sealed apart, so
 * a body that matches one of them is what was stored.
 */
export function* readBodies(context: Context, places: readonly BodyPlace[]): Steps<(Uint8Array | null)[]> {
  const ids = [...new Set(places.map((place) => place.payload_id))];
  if (ids.length === 0) return [];
  const list = listOf(ids);
  const found = yield* rows<PayloadRecord>(
    `SELECT id, key_id, body, digests_key_id, digests FROM payloads WHERE id IN (${list.marks})`,
    ...list.values,
  );
  const opened = new Map(found.map((record) => [record.id, openPayload(context, record)]));
  const slices = places.map((place) => sliceAt(opened.get(place.payload_id) ?? null, place));
  return inOneBuffer(slices);
}

interface Opened {
  readonly bytes: Uint8Array;
  readonly holds: (digest: Uint8Array) => boolean;
}

function openPayload(context: Context, record: PayloadRecord): Opened | null {
  const sealed: Sealed = { keyId: record.key_id, data: record.body };
  const bytes = context.cipher.open(bodyPlace(record.id), sealed);
  if (bytes !== null) return { bytes, holds: () => true };
  const damaged = context.cipher.openUnproven(sealed);
  const digests = context.cipher.open(digestsPlace(record.id), { keyId: record.digests_key_id, data: record.digests });
  if (damaged === null || digests === null) return null;
  const known = new Set<string>();
  for (let at = 0; at < digests.length; at += digestBytes) known.add(hexOf(digests.subarray(at, at + digestBytes)));
  return { bytes: damaged, holds: (digest) => known.has(hexOf(digest)) };
}

function sliceAt(payload: Opened | null, place: BodyPlace): Uint8Array | null {
  if (payload === null) return null;
  const slice = payload.bytes.subarray(place.payload_offset, place.payload_offset + place.payload_length);
  const digest = hash('sha256', slice, 'buffer');
  return digest.equals(place.digest) && payload.holds(digest) ? slice : null;
}

/** Another thread takes over the whole buffer that a view lies on, so the views must lie on one of their own. */
function inOneBuffer(slices: readonly (Uint8Array | null)[]): (Uint8Array | null)[] {
  const all = new Uint8Array(slices.reduce((sum, slice) => sum + (slice?.length ?? 0), 0));
  let offset = 0;
  return slices.map((slice) => {
    if (slice === null) return null;
    all.set(slice, offset);
    offset += slice.length;
    return all.subarray(offset - slice.length, offset);
  });
}

export function bodyPlace(id: number): string {
  return `payloads/${id}`;
}

export function digestsPlace(id: number): string {
  return `payloads.digests/${id}`;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
