import { describe, expect, test } from 'vitest';
import { isSharedTestId, tellsTheSame } from './same-event.ts';

const event = { id: 'evt_1', type: 'charge.succeeded', created: 1, api_version: '2026-10-28.endive', data: { a: 1 } };
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const same = (one: unknown, other: unknown) => tellsTheSame(bytes(one), bytes(other));

describe('F24 F25 two bodies with one event id', () => {
  test.each([
    ['other spacing', event, JSON.stringify(event, null, 2)],
    ['another number of pending webhooks', { ...event, pending_webhooks: 1 }, { ...event, pending_webhooks: 2 }],
    ['pending webhooks in one alone', event, { ...event, pending_webhooks: 2 }],
    ['another order of keys', event, Object.fromEntries(Object.entries(event).toReversed())],
    ['another API version and shape', event, { ...event, api_version: '2020-08-27', data: { b: 2 } }],
  ])('tell the same: %s', (_name, one, other) => {
    expect(same(one, other)).toBe(true);
  });

  test.each([
    ['other data of one version', event, { ...event, data: { a: 2 } }],
    ['another version and id', event, { ...event, api_version: '2020-08-27', id: 'evt_2' }],
    ['another version and type', event, { ...event, api_version: '2020-08-27', type: 'charge.failed' }],
    ['another version and time', event, { ...event, api_version: '2020-08-27', created: 2 }],
    ['no JSON', 'nonsense', 'nonsense'],
    ['no JSON and an event', 'nonsense', event],
    ['an event and no JSON', event, 'nonsense'],
    ['lists', '[]', '[]'],
    ['null', 'null', 'null'],
  ])('tell not the same: %s', (_name, one, other) => {
    expect(same(one, other)).toBe(false);
  });

  test('a view into a larger buffer is read as what it is', () => {
    const text = JSON.stringify(event);
    const around = Buffer.from(`xx${text}yy`);
    expect(tellsTheSame(around.subarray(2, 2 + text.length), bytes(event))).toBe(true);
  });
});

test.each([
  ['evt_00000000000000', true],
  ['evt_1x00000000', true],
  ['evt_0000000', false],
  ['evt_00000000000001', false],
])('the id %s is shared by test sends: %s', (id, shared) => {
  expect(isSharedTestId(id)).toBe(shared);
});
