import { resolve } from 'node:path';
import { loadPair } from '../tls/pair.ts';
import type { Build } from './build.ts';
import type { TlsConfig } from './config.ts';
import type { TlsFile } from './schema-parts.ts';

/** The two files of `tls:`, absolute; a fault where they are not a certificate and its key (F110). */
export function buildTls(build: Build, file: TlsFile | undefined): TlsConfig | null {
  if (file === undefined) return null;
  const tls: TlsConfig = {
    certFile: resolve(build.folder, file.cert),
    keyFile: resolve(build.folder, file.key),
    minVersion: file.min_version === undefined || Number(file.min_version) === 1.3 ? 'TLSv1.3' : 'TLSv1.2',
  };
  const read = loadPair(tls, build.readFile);
  if (!read.ok) {
    build.fault({
      code: 'bad_certificate',
      path: ['tls', read.which],
      message: `${file[read.which]} ${read.reason.text}`,
      suggestion: read.hint,
    });
  }
  return tls;
}
