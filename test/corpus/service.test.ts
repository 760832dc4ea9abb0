import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppHarness, appHarness } from '../flow/app-harness.ts';

const folder = resolve(import.meta.dirname, '../../../shared/corpus/stripe-events');
const there = existsSync(folder);

describe.runIf(there)('every event of the corpus through the service', () => {
  const files = there ? readdirSync(folder).filter((file) => file !== 'index.json') : [];
  let harness: AppHarness;
  const statuses: number[] = [];

  beforeAll(async () => {
    harness = await appHarness();
    for (const file of files) statuses.push(await harness.post(readFileSync(`${folder}/${file}`, 'utf8')));
    await harness.drained();
  }, 60_000);
  afterAll(() => harness.close());

  test('is answered 200', () => {
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(statuses).toHaveLength(files.length);
  });

  test('ends as a card, or with the reason why there is none', () => {
    const told = harness.logged
      .map((line): { msg?: string; state?: string; reason?: string } => JSON.parse(line))
      .filter(({ msg }) => msg === 'interpreted');
    expect(told).toHaveLength(files.length);
    for (const { state, reason } of told) {
      expect(state).toMatch(/^(?:routed|suppressed)$/);
      expect(reason).toMatch(/^[a-z_]+$/);
    }
    expect(told.filter(({ state }) => state === 'routed').length).toBeGreaterThan(60);
  });

  test('F57 F59 F60 breaks no limit of Slack', () => {
    const refused = harness.slack.calls.filter(({ ok }) => !ok);
    expect(refused).toEqual([]);
    expect(harness.slack.messages('C0FINANCE').length).toBeGreaterThan(20);
  });

  test('says nothing that is no word', () => {
    const texts = harness.slack
      .messages('C0FINANCE')
      .map((message) => `${message.text} ${JSON.stringify(message.blocks)}`);
    for (const text of texts) expect(text).not.toMatch(/undefined|NaN|\[object/);
  });
});
