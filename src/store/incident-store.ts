import type {
  Failure,
  FailureHour,
  FailureSignal,
  Incident,
  IncidentFigures,
  IncidentKind,
} from '../domain/incident.ts';

/** What money incidents are found by, and the incidents themselves. Times are Unix seconds unless said otherwise. */
export interface IncidentStore {
  /** Every account and mode in which something failed lately, or an incident is open; with what tells whether it is usual. */
  incidentScopes(now: number): Promise<IncidentScope[]>;
  /**
   * Writes the incident (the version must be the next one) and joins to it every failure of its kind and codes since it
   * began that belongs to no other. False where another version, or another incident of this kind, is there already.
   */
  putIncident(incident: Incident): Promise<boolean>;
  /** Joins to an open incident what came since, and says what all of it comes to. */
  incidentFigures(id: string): Promise<IncidentFigures>;
  openIncidents(): Promise<Incident[]>;
  /** When the last incident of each kind ended, of those that are still known. */
  lastClosed(scope: {
    account: string;
    livemode: boolean;
  }): Promise<{ readonly kind: IncidentKind; readonly closedAt: number }[]>;
  /** Incidents whose newest version is not told yet. */
  untoldIncidents(): Promise<Incident[]>;
  incidentTold(told: { id: string; version: number }): Promise<void>;
}

export interface IncidentScope {
  readonly account: string;
  readonly livemode: boolean;
  /** Oldest first: of payments those of the last hour, at most the newest 20,000; of payouts and accounts of seven days. */
  readonly failures: readonly Failure[];
  /** Those of the same two hours of the week, eight weeks back, and of the last two hours. */
  readonly hours: readonly FailureHour[];
  readonly firstHour: number | null;
}

/** What an event says of money that did not come; part of its commit. */
export interface FailureWrite {
  readonly account: string;
  readonly livemode: boolean;
  readonly signal: FailureSignal;
}
