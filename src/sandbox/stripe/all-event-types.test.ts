import { describe, expect, test } from 'vitest';
import { allEventTypes, isKnownType, sampleEvent } from './all-event-types.ts';

describe.each(allEventTypes)('%s', (type) => {
  test('has a sample with its object', () => {
    const event = sampleEvent(type, 1);
    const wire: unknown = JSON.parse(JSON.stringify(event));
    expect(wire).toEqual(event);
    expect(wire).toMatchObject({
      id: expect.stringMatching(/^evt_/),
      object: 'event',
      type,
      api_version: '2026-10-28.endive',
      data: { object: { object: expect.any(String) } },
    });
    expect(sampleEvent(type, 1)).toEqual(event);
    expect(sampleEvent(type, 2).id).not.toBe(event.id);
  });
});

test('a type that Stripe does not have is not known', () => {
  expect(allEventTypes).toHaveLength(275);
  expect(isKnownType('charge.exploded')).toBe(false);
  expect(isKnownType('toString')).toBe(false);
});

test('a sample can be live and of today', () => {
  const event = sampleEvent('charge.succeeded', 1, { at: 1_800_000_000, livemode: true });
  expect(event).toMatchObject({ created: 1_800_000_000, livemode: true, data: { object: { livemode: true } } });
});
