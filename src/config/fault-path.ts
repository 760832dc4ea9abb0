import type { Path } from './fault.ts';

/** `routes[1].metadata["order-id"]` → `['routes', 1, 'metadata', 'order-id']`: the inverse of `pathText`. */
export function parsePath(text: string): Path {
  const path: (string | number)[] = [];
  for (const [, index, quoted, word] of text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([A-Za-z_][\w-]*)/g)) {
    if (index !== undefined) path.push(Number(index));
    else if (quoted !== undefined) path.push(String(JSON.parse(quoted)));
    else if (word !== undefined) path.push(word);
  }
  return path;
}
