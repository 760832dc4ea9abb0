/** Edit distance in which two neighbouring letters swapped count as one mistake (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  const rows = new Uint32Array(3 * width);
  const row = (i: number): number => (i % 3) * width;
  const cell = (index: number): number => rows[index] ?? 0;
  for (let j = 0; j < width; j++) rows[j] = j;
  for (let i = 1; i <= a.length; i++) {
    rows[row(i)] = i;
    for (let j = 1; j < width; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(cell(row(i - 1) + j) + 1, cell(row(i) + j - 1) + 1, cell(row(i - 1) + j - 1) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, cell(row(i - 2) + j - 2) + 1);
      }
      rows[row(i) + j] = best;
    }
  }
  return cell(row(a.length) + b.length);
}

/** The known word that was probably meant, or null: at most a third of its letters may be wrong. */
export function nearest(word: string, known: Iterable<string>): string | null {
  if (word.length > 80) return null;
  const asked = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    if (Math.abs(candidate.length - asked.length) > 4) continue;
    const distance = editDistance(asked, candidate.toLowerCase());
    if (distance <= Math.max(1, Math.floor(candidate.length / 3)) && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `did you mean "payments"?`, or the whole list where it is short, or null. */
export function didYouMean(word: string, known: readonly string[]): string | null {
  const near = nearest(word, known);
  if (near !== null) return `did you mean "${near}"?`;
  return known.length > 0 && known.length <= 30 ? `one of: ${known.join(', ')}` : null;
}
