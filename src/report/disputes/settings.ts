import type { Money } from '../../domain/money.ts';
import type { BusinessHours } from './business-hours.ts';
import type { Rung } from './ladder.ts';
import type { NetworkProgram } from './programs.ts';

export interface DeskSettings {
  readonly enabled: boolean;
  readonly rungs: readonly Rung[];
  /** Null: the channel's own. */
  readonly hours: Omit<BusinessHours, 'timezone'> & { readonly timezone: string | null };
  /** `<@U…>` or `<!subteam^S…>`; null: nobody. */
  readonly escalateTo: string | null;
  readonly escalateAfterMs: number;
  /** What Stripe takes for a dispute, won or lost, at most one a currency. */
  readonly fees: readonly Money[];
  /** What Stripe takes for an answer, and gives back where the dispute is won. */
  readonly counterFees: readonly Money[];
  readonly programs: readonly NetworkProgram[];
}

const hourMs = 3_600_000;

export const usualSettings: DeskSettings = {
  enabled: true,
  rungs: [
    { name: '7d', beforeMs: 168 * hourMs },
    { name: '3d', beforeMs: 72 * hourMs },
    { name: '1d', beforeMs: 24 * hourMs },
    { name: '6h', beforeMs: 6 * hourMs },
  ],
  hours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', timezone: null },
  escalateTo: null,
  escalateAfterMs: 4 * hourMs,
  fees: [],
  counterFees: [],
  programs: [],
};
