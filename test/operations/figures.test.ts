import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { alarmCodes } from '../../src/reconcile/deps.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { actingHarness, ada } from '../flow/acting-harness.ts';
import { appHarness } from '../flow/app-harness.ts';

const root = join(import.meta.dirname, '..', '..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const used = (content: string) => [...content.matchAll(/\btillbell_[a-z_]+/g)].map(([name]) => name);

test.each(['examples/prometheus-rules.yaml', 'examples/grafana-dashboard.json', 'docs/operations.md'])(
  '%s names only figures that /metrics has',
  async (path) => {
    const known = (await createMetrics().registry.getMetricsAsJSON()).map(({ name }) => name);
    const names = used(text(path)).filter((name) => name !== 'tillbell_reconcile_');
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !known.includes(name.replace(/_(bucket|sum|count)$/, '')))).toEqual([]);
  },
);

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

test('a running service has every figure of the rules and the dashboard, and one of each stage that worked', async () => {
  const harness = await appHarness();
  open.push(harness);
  for (const event of cardSale({ seed: 1 }).events) await harness.post(event);
  await harness.drained();
  const scraped = await (await fetch(`${harness.app.address}/metrics`)).text();
  const families = new Set([...scraped.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
  const wanted = [...used(text('examples/prometheus-rules.yaml')), ...used(text('examples/grafana-dashboard.json'))];
  expect(
    wanted.filter((name) => !families.has(name) && !families.has(name.replace(/_(bucket|sum|count)$/, ''))),
  ).toEqual([]);
  const value = (series: string) =>
    Number(
      scraped
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')[1],
    );
  const worked = [
    'tillbell_webhooks_total{status="200",code="accepted"}',
    'tillbell_webhook_seconds_count',
    'tillbell_interpret_seconds_count{outcome="committed"}',
    'tillbell_route_seconds_count',
    'tillbell_route_decisions_total{outcome="told"}',
    'tillbell_attempts_total{op="card",outcome="sent"}',
    'tillbell_slack_seconds_count{op="card"}',
    'tillbell_end_to_end_seconds_count{from="receipt"}',
    'tillbell_end_to_end_seconds_count{from="created"}',
  ];
  expect(worked.filter((series) => !(value(series) > 0))).toEqual([]);
  expect(scraped).toMatch(/^tillbell_lane_pending\{lane="[^"]+"\} 0$/m);
  expect(scraped).toMatch(/^tillbell_lane_oldest_seconds\{lane="[^"]+"\} 0$/m);
});

test('what people do in Slack is counted and timed', async () => {
  const scene = await actingHarness();
  open.push(scene);
  const card = await scene.tell(cardSale({ seed: 1 }));
  expect((await scene.click(card.ts, 'note', ada)).status).toBe(200);
  await scene.settled();
  const scraped = await (await fetch(`${scene.app.address}/metrics`)).text();
  expect(scraped).toContain('tillbell_slack_requests_total{door="interactions",status="200",code="accepted"} 1\n');
  expect(scraped).toContain('tillbell_interactions_total{kind="click",outcome="done"} 1\n');
  expect(scraped).toContain('tillbell_interaction_seconds_count{kind="click"} 1\n');
});

test('the rules and the dashboard parse', () => {
  const rules = parse(text('examples/prometheus-rules.yaml')) as {
    groups: { rules: { alert: string; expr: string }[] }[];
  };
  expect(rules.groups[0]?.rules.every((rule) => rule.alert !== '' && rule.expr !== '')).toBe(true);
  const dashboard = JSON.parse(text('examples/grafana-dashboard.json')) as { panels: { id: number }[] };
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
});

test('every alarm has its section in the runbook', () => {
  const sections = [...text('docs/operations.md').matchAll(/^### ([a-z_]+)$/gm)].map(([, name]) => name);
  expect(new Set(sections)).toEqual(new Set(alarmCodes));
  expect(sections).toHaveLength(alarmCodes.length);
});
