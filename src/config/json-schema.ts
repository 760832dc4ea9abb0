import { z } from 'zod';
import { fileSchema } from './schema.ts';

interface JsonSchema {
  readonly [key: string]: unknown;
}

/** The file's schema as editors read it (`# yaml-language-server: $schema=./tillbell.schema.json`). */
let made: JsonSchema | null = null;

function jsonSchema(): JsonSchema {
  made ??= {
    $id: 'tillbell.schema.json',
    title: 'Tillbell configuration',
    ...z.toJSONSchema(fileSchema, { io: 'input' }),
  };
  return made;
}

/** The text of `tillbell.schema.json`. */
export function jsonSchemaText(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`;
}

/** The keys that may stand in the mapping at `path`; empty where any may, or where there is no mapping. */
export function knownKeys(path: readonly (string | number)[]): string[] {
  const root = jsonSchema();
  let nodes: JsonSchema[] = alternatives(root, root);
  for (const step of path)
    nodes = nodes.flatMap((node) => child(node, step)).flatMap((node) => alternatives(node, root));
  return [...new Set(nodes.flatMap(keysOf))];
}

function alternatives(node: JsonSchema, root: JsonSchema): JsonSchema[] {
  const reference = node['$ref'];
  if (typeof reference === 'string') {
    let target: unknown = root;
    for (const part of reference.split('/').slice(1)) target = isSchema(target) ? target[part] : undefined;
    return isSchema(target) && target !== node ? alternatives(target, root) : [];
  }
  const any = node['anyOf'];
  return Array.isArray(any) ? any.filter(isSchema).flatMap((branch) => alternatives(branch, root)) : [node];
}

function child(node: JsonSchema, step: string | number): JsonSchema[] {
  const properties = node['properties'];
  const found =
    typeof step === 'number'
      ? node['items']
      : ((isSchema(properties) && Object.hasOwn(properties, step) ? properties[step] : null) ??
        node['additionalProperties']);
  return isSchema(found) ? [found] : [];
}

function keysOf(node: JsonSchema): string[] {
  const names = node['propertyNames'];
  const choices = isSchema(names) && Array.isArray(names['anyOf']) ? names['anyOf'].filter(isSchema) : [names];
  const listed = choices.flatMap((one) => (isSchema(one) && Array.isArray(one['enum']) ? one['enum'] : []));
  if (listed.length > 0) return listed.filter((name) => typeof name === 'string');
  return isSchema(node['properties']) ? Object.keys(node['properties']) : [];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
