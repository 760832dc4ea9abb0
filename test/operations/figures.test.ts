import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { alarmCodes } from '../../src/reconcile/deps.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

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
