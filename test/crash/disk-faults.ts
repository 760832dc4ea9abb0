import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('./disk-faults.c', import.meta.url));

/** A disk that breaks and heals at will under one folder; see disk-faults.c for the words. */
export interface FaultyDisk {
  readonly env: Readonly<Record<string, string>>;
  set(fault: string): void;
  heal(): void;
}

export interface DiskFaults {
  under(folder: string, controlFile: string): FaultyDisk;
  remove(): void;
}

/** Builds the library with the machine's C compiler; null where there is none, or where libc is not glibc on Linux. */
export function buildDiskFaults(): DiskFaults | null {
  if (process.platform !== 'linux') return null;
  const folder = mkdtempSync(join(tmpdir(), 'tillbell-disk-faults-'));
  const library = join(folder, 'disk-faults.so');
  const built = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'], { stdio: 'ignore' });
  if (built.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  return {
    under(path, controlFile) {
      writeFileSync(controlFile, '');
      return {
        env: { LD_PRELOAD: library, DISK_FAULT_FOLDER: path, DISK_FAULT_CONTROL: controlFile },
        set: (fault) => writeFileSync(controlFile, fault),
        heal: () => writeFileSync(controlFile, ''),
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
