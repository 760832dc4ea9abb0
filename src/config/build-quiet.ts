/* oxlint-disable unicorn/no-thenable -- `then` is the file's key, fixed by the outer contract */
import { severities } from '../domain/severity.ts';
import { type Build, list, timeZone } from './build.ts';
import type { QuietConfig } from './config.ts';
import type { Path } from './fault.ts';
import { weekdays } from './schema-parts.ts';
import { type QuietFile, quietSchema } from './schema-routes.ts';
import { shown } from './shown.ts';
import { didYouMean } from './suggest.ts';

/** Quiet hours from the file's data; an entry whose shape is wrong is left out (schema-faults.ts tells it). */
export function buildQuiet(build: Build, data: unknown, channels: readonly string[], timezone: string): QuietConfig[] {
  if (!Array.isArray(data)) return [];
  return data.flatMap((item: unknown, index) => {
    const parsed = quietSchema.safeParse(item);
    return parsed.success ? [buildInterval(build, parsed.data, ['quiet', index], channels, timezone)] : [];
  });
}

function buildInterval(
  build: Build,
  file: QuietFile,
  path: Path,
  channels: readonly string[],
  timezone: string,
): QuietConfig {
  const except = list(file.except);
  if (file.except !== undefined && !except.includes('critical')) {
    build.warn({
      code: 'critical_always',
      path: [...path, 'except'],
      message: 'critical alerts are never held back: they come through although they are not named',
      suggestion: 'write except: [critical]',
    });
  }
  return {
    name: file.name,
    days: file.days === undefined ? weekdays : daysOf(list(file.days)),
    from: file.from,
    to: file.to,
    timezone: timeZone(build, file.timezone, [...path, 'timezone'], timezone),
    channels: channelNames(build, file.channels, [...path, 'channels'], channels),
    except: severities.filter((severity) => severity === 'critical' || except.includes(severity)),
    // biome-ignore lint/suspicious/noThenProperty: Config's name for the file's key
    then: file.then ?? 'digest',
  };
}

/** `mon-fri` and `fri-mon` both run forward through the week. */
function daysOf(spans: readonly string[]): QuietConfig['days'] {
  const order: readonly string[] = weekdays;
  const chosen = new Set<string>();
  for (const span of spans) {
    const [first = '', last = first] = span.split('-');
    const start = order.indexOf(first);
    const end = order.indexOf(last);
    for (let day = start; ; day = (day + 1) % 7) {
      chosen.add(weekdays[day] ?? '');
      if (day === end || start < 0 || end < 0) break;
    }
  }
  return weekdays.filter((day) => chosen.has(day));
}

/** Names of channels where they are a plain list, with a fault for each that does not exist. */
export function channelNames(
  build: Build,
  value: string | readonly string[] | undefined,
  path: Path,
  channels: readonly string[],
): readonly string[] {
  return list(value).filter((name, index) => {
    if (channels.includes(name)) return true;
    build.fault({
      code: 'unknown_channel',
      path: Array.isArray(value) ? [...path, index] : path,
      message: `there is no channel ${shown(name)}`,
      suggestion: didYouMean(name, channels) ?? 'name it under channels',
    });
    return false;
  });
}
