import type { RouteNode } from '../../../contract-rules.ts';

export interface TreeRow {
  readonly node: RouteNode;
  readonly depth: number;
  /** Place of the parent among the rows; null at the top. */
  readonly parent: number | null;
}

/** The tree as rows in the order in which an alert meets them. */
export function treeRows(routes: readonly RouteNode[]): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (nodes: readonly RouteNode[], depth: number, parent: number | null): void => {
    for (const node of nodes) {
      rows.push({ node, depth, parent });
      walk(node.routes, depth + 1, rows.length - 1);
    }
  };
  walk(routes, 0, null);
  return rows;
}

/** Messages that people had to read because of the route. */
export function loadOf(node: RouteNode): number {
  const { posts, digests, replies } = node.traffic;
  return posts + digests + replies;
}

/** Channels in the order in which routes first name them. */
export function channelsOf(rows: readonly TreeRow[]): readonly string[] {
  return [...new Set(rows.flatMap(({ node }) => node.to))];
}
