export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface CursorQuery {
  readonly cursor?: string;
  /** 1–200; 50 unless told. */
  readonly limit?: string;
}
