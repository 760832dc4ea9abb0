import type { Alert } from '../domain/alert.ts';
import type { Reason } from '../domain/event.ts';
import type { Severity } from '../domain/severity.ts';

/** A route as compiled: what it inherits is filled in. */
export interface RouteNode {
  /** Names from the root on: `sales / europe`. */
  readonly name: string;
  /** Why it does not match; null where it does. */
  readonly refuse: (alert: Alert) => { readonly reason: Reason; readonly failed: boolean } | null;
  /** Null: neither it nor a parent names channels; it only groups its children. */
  readonly to: readonly string[] | null;
  readonly continue: boolean;
  readonly severity: Severity | null;
  readonly mention: string | null;
  readonly deadlineMs: number;
  readonly digestMs: number;
  /** Who changed it from Slack; empty where it is as configured. */
  readonly note: string;
  readonly routes: readonly RouteNode[];
}

export interface PathEntry {
  readonly route: string;
  readonly matched: boolean;
  readonly reason: Reason;
}

export interface Walked {
  /** The deepest routes that matched, in the order of the tree. */
  readonly leaves: readonly RouteNode[];
  readonly path: readonly PathEntry[];
}

/**
 * Alertmanager's walk: of the siblings the first that matches wins, and the following are looked at only if it says
 * `continue`; inside it its children are asked the same way, and it stands for itself only where none of them matches.
 * Unlike there the root is no route: what matches nothing goes nowhere, with a reason.
 */
export function walk(
  roots: readonly RouteNode[],
  alert: Alert,
  onFailed: (route: string, reason: Reason) => void,
): Walked {
  const leaves: RouteNode[] = [];
  const path: PathEntry[] = [];
  const visit = (siblings: readonly RouteNode[]): boolean => {
    let any = false;
    for (const node of siblings) {
      const refused = node.refuse(alert);
      if (refused !== null) {
        path.push({ route: node.name, matched: false, reason: refused.reason });
        if (refused.failed) onFailed(node.name, refused.reason);
        continue;
      }
      const place = path.length;
      const inside = visit(node.routes);
      path.splice(place, 0, {
        route: node.name,
        matched: inside || node.to !== null,
        reason: matchReason(node, inside),
      });
      if (!inside && node.to === null) continue;
      if (!inside) leaves.push(node);
      any = true;
      if (!node.continue) break;
    }
    return any;
  };
  visit(roots);
  return { leaves, path };
}

function matchReason(node: RouteNode, inside: boolean): Reason {
  if (inside) return { code: 'matched_inside', text: 'matches, and a route inside it too' };
  if (node.to === null) return { code: 'no_inner_match', text: 'matches, but none of the routes inside it does' };
  if (node.to.length === 0) return { code: 'matched_hidden', text: 'matches, and shows it to nobody' };
  const changed = node.note === '' ? '' : ` (${node.note})`;
  return { code: 'matched', text: `matches: to ${node.to.join(', ')}${changed}` };
}
