/** In a checkout the console is built the first time it is needed, and again when its sources are newer. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const sources = join(root, 'src/console/web');
const built = join(root, 'dist/web/index.html');
const files = readdirSync(sources, { recursive: true, encoding: 'utf8' });
const newest = Math.max(...files.map((file) => statSync(join(sources, file)).mtimeMs));
if (!existsSync(built) || statSync(built).mtimeMs < newest) {
  // Everything goes to standard error: the command that follows may print JSON for machines.
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '--config',
      join(sources, 'vite.config.ts'),
      '--logLevel',
      'error',
    ],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
}
