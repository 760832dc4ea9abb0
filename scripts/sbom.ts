/** Writes the bill of materials of what runs in production (CycloneDX, dist/sbom.cdx.json; part of the package). */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const made = spawnSync('npm', ['sbom', '--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
if (made.status !== 0) {
  console.error(made.stderr);
  process.exit(1);
}
const { components = [], bomFormat } = JSON.parse(made.stdout) as { components?: unknown[]; bomFormat?: string };
if (bomFormat !== 'CycloneDX' || components.length === 0) {
  console.error('npm sbom gave no bill of materials');
  process.exit(1);
}
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, 'dist', 'sbom.cdx.json'), made.stdout);
console.log(`dist/sbom.cdx.json: ${components.length} packages`);
