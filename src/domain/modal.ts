import type { Phrase } from './phrase.ts';

/** An input of a modal. Labels are our own words. */
export type ModalInput =
  | { readonly type: 'amount'; readonly id: string; readonly label: string; readonly initial: string }
  | {
      readonly type: 'text';
      readonly id: string;
      readonly label: string;
      readonly longest: number;
      readonly optional: boolean;
      readonly initial?: string;
    }
  | {
      readonly type: 'choice';
      readonly id: string;
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      readonly initial: string | null;
      readonly optional?: boolean;
    }
  | {
      readonly type: 'person';
      readonly id: string;
      readonly label: string;
      readonly initial?: string;
      readonly optional?: boolean;
    }
  /** A day, `2026-12-31`. */
  | {
      readonly type: 'day';
      readonly id: string;
      readonly label: string;
      readonly initial: string | null;
      readonly optional: boolean;
    }
  | {
      readonly type: 'number';
      readonly id: string;
      readonly label: string;
      readonly initial: string | null;
      readonly decimals: boolean;
      readonly optional: boolean;
    };

/** What a modal says and asks, before anybody decided who may read what. */
export interface ModalContent {
  /** At most 24 characters. */
  readonly title: string;
  readonly lines: readonly Phrase[];
  readonly inputs: readonly ModalInput[];
  /** At most 24 characters; null: nothing to submit. */
  readonly submit: string | null;
  /** Which step of the dialogue it is; comes back as callback_id. */
  readonly step: 'form' | 'confirm' | 'note';
  /** Id of the action that it belongs to: opaque, comes back as private_metadata. */
  readonly actionId: string;
}

/** One list of the Home tab. */
export interface HomeSection {
  readonly title: string;
  readonly lines: readonly Phrase[];
  /** Stands where there are no lines. */
  readonly empty: string;
}
