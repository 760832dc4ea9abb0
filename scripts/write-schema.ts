import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemaText } from '../src/config/json-schema.ts';

/** Writes `tillbell.schema.json`, by which editors complete and check a configuration while it is written. */
writeFileSync(join(import.meta.dirname, '..', 'tillbell.schema.json'), jsonSchemaText());
