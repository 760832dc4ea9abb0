import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

export interface Said {
  readonly accepted: readonly string[];
  readonly committed: readonly string[];
}

/**
 * Starts a burst in a process of its own and kills it, without warning, once it has said `lines` lines. On a database shared
 * by others where `env` says which (DATABASE_URL, TILLBELL_ENCRYPTION_KEY).
 */
export async function killedBurst(
  folder: string,
  run: string,
  lines: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const file = fileURLToPath(new URL('./burst.ts', import.meta.url));
  const child = spawn(process.execPath, [file, folder, run], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const closed = once(child, 'close');
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (!child.killed && said.split('\n').length > lines) child.kill('SIGKILL');
  }
  await closed;
  expect(child.signalCode).toBe('SIGKILL');
  // The last line may be cut: then it was not said.
  const whole = said.slice(0, said.lastIndexOf('\n')).split('\n');
  const of = (word: string) => whole.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length + 1));
  return { accepted: of('accepted'), committed: of('committed') };
}
