/**
 * `npm audit` of what runs in production. Exit 1 where a known vulnerability is high or critical. A registry without an audit
 * endpoint is said in so many words, and is a fault where AUDIT_REQUIRED=1: a check that was not made has not passed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

type Level = 'info' | 'low' | 'moderate' | 'high' | 'critical';
interface Report {
  readonly error?: { readonly code?: string; readonly summary?: string };
  readonly message?: string;
  readonly metadata?: { readonly vulnerabilities?: Readonly<Partial<Record<Level | 'total', number>>> };
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: Level }>>;
}

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: join(import.meta.dirname, '..'),
  encoding: 'utf8',
  timeout: 120_000,
  maxBuffer: 64 * 1024 * 1024,
});
let report: Report = {};
try {
  report = JSON.parse(stdout) as Report;
} catch {
  // No JSON at all is no answer of an audit endpoint.
}
const counted = report.metadata?.vulnerabilities;
if (counted === undefined) {
  const why = [report.error?.code, report.error?.summary, report.message].find(Boolean) ?? 'no answer';
  console.log(
    `audit: NOT MADE, this registry has no audit endpoint (${why}); set AUDIT_REQUIRED=1 to make that a fault`,
  );
  process.exit(process.env['AUDIT_REQUIRED'] === '1' ? 1 : 0);
}
const grave = Object.entries(report.vulnerabilities ?? {}).filter(([, { severity }]) =>
  ['high', 'critical'].includes(severity),
);
for (const [name, { severity }] of grave) console.error(`${name}: ${severity}`);
console.log(
  `audit: ${grave.length === 0 ? 'well' : 'FAULTS'}, ${counted.total ?? 0} known, ${grave.length} of them high or critical`,
);
process.exit(grave.length === 0 ? 0 : 1);
