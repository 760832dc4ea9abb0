import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lanePace } from './lane-pace.ts';
import { workspacePace } from './workspace-pace.ts';

describe('lane pace', () => {
  test('one request a gap, from when the last one left', () => {
    const pace = lanePace(1_000);
    expect(pace.waitMs(0)).toBe(0);
    pace.left(0);
    expect(pace.waitMs(400)).toBe(600);
    expect(pace.waitMs(1_000)).toBe(0);
  });

  test('F52 a hold is kept, and F37 never longer than a quarter of an hour', () => {
    const pace = lanePace(1_000);
    pace.hold(0, 30_000);
    pace.left(0);
    expect(pace.waitMs(0)).toBe(30_000);
    pace.hold(0, 10 * 3_600_000);
    expect(pace.waitMs(0)).toBe(900_000);
    expect(lanePace(0).waitMs(0)).toBe(0);
  });

  test('F64 one message that fails again and again does not slow the lane; two in a row do', () => {
    const pace = lanePace(0);
    for (let tries = 0; tries < 50; tries++) expect(pace.failed(tries, 1, 1)).toBe(0);
    expect(pace.outage()).toBe(false);
    expect(pace.failed(100, 2, 1)).toBe(1_000);
    expect(pace.outage()).toBe(true);
    expect(pace.waitMs(100)).toBe(1_000);
  });

  test('F65 an outage doubles the wait to a minute, once a round, and the first success ends it', () => {
    const pace = lanePace(0);
    pace.failed(0, 1, 1);
    let at = 0;
    const waits: number[] = [];
    for (let round = 0; round < 9; round++) {
      waits.push(pace.failed(at, 2, 1));
      for (let other = 3; other < 30; other++) pace.failed(at, other, 1);
      at += pace.waitMs(at);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    pace.succeeded();
    expect(pace.outage()).toBe(false);
    expect(pace.waitMs(at)).toBe(0);
    expect(pace.failed(at, 1, 1)).toBe(0);
  });
});

describe('workspace pace', () => {
  test('never more than 50 of a method in any minute, and no less than 40 where they are wanted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 1, maxLength: 200 }), (pauses) => {
        const pace = workspacePace(true);
        const calls: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now = Math.max(now + pause, pace.readyAt('T1', 'update', now + pause));
          pace.take('T1', 'update', now);
          calls.push(now);
          expect(calls.filter((at) => at > now - 60_000).length).toBeLessThanOrEqual(50);
        }
        expect(now).toBeLessThanOrEqual(pauses.reduce((sum, pause) => sum + pause, 0) + pauses.length * 1_501);
      }),
    );
  });

  test('methods and workspaces do not share, and a 429 blocks one of each', () => {
    const pace = workspacePace(true);
    for (let call = 0; call < 10; call++) pace.take('T1', 'update', 0);
    expect(pace.readyAt('T1', 'update', 0)).toBe(1_500);
    expect(pace.readyAt('T1', 'remove', 0)).toBe(0);
    expect(pace.readyAt('T2', 'update', 0)).toBe(0);
    pace.block('T2', 'update', 0, 30_000);
    pace.block('T2', 'update', 0, 10_000);
    expect(pace.readyAt('T2', 'update', 5)).toBe(30_000);
  });

  test('unpaced: only what Slack says counts', () => {
    const pace = workspacePace(false);
    for (let call = 0; call < 500; call++) pace.take('T1', 'update', 0);
    expect(pace.readyAt('T1', 'update', 0)).toBe(0);
    pace.block('T1', 'update', 0, 700);
    expect(pace.readyAt('T1', 'update', 0)).toBe(700);
  });
});
