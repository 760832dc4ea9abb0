import type { Incident, IncidentFigures } from '../../domain/incident.ts';
import { type IncidentScene, isOver, type Opening } from './detect.ts';

/** A card that changes more often is no longer read; its end is told at once. */
const betweenChanges = 60;

export const nothing: IncidentFigures = {
  tries: 0,
  failed: 0,
  recovered: 0,
  lost: [],
  regained: [],
  cards: 0,
  codes: [],
  customers: [],
  customerCount: 0,
  invoices: [],
  invoiceCount: 0,
  lastAt: 0,
};

/** Version 0: it is written down, and what belongs to it joined; nothing is told yet. */
export function opened(
  opening: Opening,
  scope: { readonly id: string; readonly account: string; readonly livemode: boolean; readonly now: number },
): Incident {
  const { now, ...where } = scope;
  return {
    ...where,
    ...opening,
    state: 'open',
    openedAt: now,
    closedAt: null,
    version: 0,
    changedAt: now,
    toldFailed: 0,
    figures: nothing,
  };
}

/** The next version of an open incident; null where there is nothing new to say, or it was said a moment ago. */
export function nextVersion(incident: Incident, figures: IncidentFigures, scene: IncidentScene): Incident | null {
  const over = incident.version > 0 && isOver({ ...incident, figures }, scene);
  const first = incident.version === 0;
  const recent = scene.now - incident.changedAt < betweenChanges;
  if (!over && !first && (recent || same(figures, incident.figures))) return null;
  const doubled = figures.failed >= 2 * incident.toldFailed;
  return {
    ...incident,
    state: over ? 'closed' : 'open',
    closedAt: over ? scene.now : null,
    version: incident.version + 1,
    // Of two events of one second nobody could say which is later.
    changedAt: first ? scene.now : Math.max(scene.now, incident.changedAt + 1),
    toldFailed: first || doubled ? figures.failed : incident.toldFailed,
    figures,
  };
}

function same(a: IncidentFigures, b: IncidentFigures): boolean {
  return a.tries === b.tries && a.failed === b.failed && a.recovered === b.recovered;
}
