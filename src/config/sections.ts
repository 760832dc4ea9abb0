import { z } from 'zod';
import {
  type AccountFile,
  accountSchema,
  type ChannelFile,
  channelSchema,
  type SectionName,
  sectionSchemas,
} from './schema.ts';
import { type SummaryFile, summarySchema } from './schema-later.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** The parts of a file that are right in themselves. What is wrong was told by schema-faults.ts and is absent here. */
export interface Sections {
  readonly raw: Mapping;
  get<Name extends SectionName>(name: Name): z.output<(typeof sectionSchemas)[Name]> | undefined;
  readonly accounts: Readonly<Record<string, AccountFile>>;
  readonly channels: Readonly<Record<string, ChannelFile>>;
  /** Names that stand in the file, whether or not their entries are right. */
  readonly accountNames: readonly string[];
  readonly channelNames: readonly string[];
  readonly summaries: readonly { readonly index: number; readonly file: SummaryFile }[];
}

/** `data` as written, `sound` without what is wrong in itself. */
export function sectionsOf(data: unknown, sound: unknown): Sections {
  const written = mapping(data);
  const raw = mapping(sound);
  const accounts = mapping(mapping(raw['stripe'])['accounts']);
  const channels = mapping(raw['channels']);
  return {
    raw: { ...written, ...raw },
    get(name) {
      const parsed = sectionSchemas[name].safeParse(raw[name]);
      return parsed.success ? (parsed.data as z.output<(typeof sectionSchemas)[typeof name]>) : undefined;
    },
    accounts: valid(accounts, accountSchema),
    channels: valid(channels, channelSchema),
    accountNames: Object.keys(mapping(mapping(written['stripe'])['accounts'])),
    channelNames: Object.keys(mapping(written['channels'])),
    summaries: entries(raw['summaries']),
  };
}

function entries(data: unknown): { index: number; file: SummaryFile }[] {
  if (!Array.isArray(data)) return [];
  return data.flatMap((item: unknown, index) => {
    const parsed = summarySchema.safeParse(item);
    return parsed.success ? [{ index, file: parsed.data }] : [];
  });
}

function valid<Schema extends z.ZodType>(values: Mapping, schema: Schema): Record<string, z.output<Schema>> {
  const found: Record<string, z.output<Schema>> = {};
  for (const [name, value] of Object.entries(values)) {
    const parsed = z.safeParse(schema, value);
    if (parsed.success) found[name] = parsed.data;
  }
  return found;
}

function mapping(value: unknown): Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : {};
}
