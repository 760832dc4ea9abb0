import { type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * Structured log lines on standard output. Stages log ids, codes and durations only; as a second line of defence, any field
 * whose name suggests a secret or a payload is removed before it is written (F68).
 */
export function createLog(options: { level: string; destination?: { write(line: string): void } }): Log {
  const hidden = ['authorization', 'token', 'secret', 'payload', 'header', 'body', 'password', 'api_key', 'apiKey'];
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [...hidden, ...hidden.map((name) => `*.${name}`), ...hidden.map((name) => `err.${name}`)],
        remove: true,
      },
    },
    options.destination ?? pino.destination({ dest: 1, sync: false }),
  );
}
