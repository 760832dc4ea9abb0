#!/usr/bin/env node
// The published package runs the compiled files; type stripping is not allowed under node_modules.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `tillbell needs Node 24 or newer; this is ${process.version}. Install it from https://nodejs.org or run: npx -p node@24 -p tillbell tillbell`,
  );
  process.exit(2);
}
const compiled = new URL('../dist/main.js', import.meta.url);
await import(existsSync(fileURLToPath(compiled)) ? compiled.href : new URL('../src/main.ts', import.meta.url).href);
