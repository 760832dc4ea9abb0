/**
 * `npm run bench [-- part …] [--rounds=5] [--large] [--json]`: one table and JSON. What is compared is compared within one run,
 * in alternating rounds; the load generator and Slack are processes of their own. Figures depend on the machine, ratios
 * much less. What bounds each figure stands in docs/performance.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { doorPart } from './door.ts';
import type { Part, Row } from './figures.ts';
import { flashSalePart } from './flash-sale.ts';
import { growthPart } from './growth.ts';
import { ledgerPart } from './ledger.ts';
import { memoryPart } from './memory.ts';
import { postgresPart } from './postgres.ts';
import { slowDiskPart } from './slow-disk.ts';
import { wholeWayPart } from './whole-way.ts';

const parts: readonly Part[] = [
  doorPart,
  postgresPart,
  slowDiskPart,
  wholeWayPart,
  flashSalePart,
  growthPart,
  ledgerPart,
  memoryPart,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    large: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`there is no part ${unknown.join(', ')}: ${parts.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const chosen = positionals.length === 0 ? parts : parts.filter(({ name }) => positionals.includes(name));
const rows: Row[] = [];
const raw: Record<string, unknown> = {};
for (const part of chosen) {
  const folder = mkdtempSync(join(tmpdir(), `tillbell-bench-${part.name}-`));
  const say = (text: string) => console.error(`${part.name}: ${text}`);
  say(`about ${part.minutes} min`);
  try {
    const result = await part.run({ rounds: Number(values.rounds), large: values.large, folder, say });
    rows.push(...result.rows);
    raw[part.name] = result.raw;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
if (!values.json) {
  for (const { part, label, value, aim, reached } of rows) {
    const verdict = reached === null ? '' : reached ? '✓' : '✗';
    console.log(`${part.padEnd(10)} ${label.padEnd(58)} ${value.padEnd(30)} ${(aim ?? '').padEnd(12)} ${verdict}`);
  }
}
console.log(JSON.stringify({ rows, raw }));
