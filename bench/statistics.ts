/** The middle of the rounds: a machine that was disturbed in one of them does not decide. */

/** NaN of nothing. */
export function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How far rounds lie apart: half of (highest − lowest), by their median. */
export function spreadOf(numbers: readonly number[]): number {
  return (Math.max(...numbers) - Math.min(...numbers)) / 2 / medianOf(numbers);
}

/** The median over rounds of one divided by the other in the same round; rounds that only one has are left out. */
export function ratioOf(ones: readonly number[], others: readonly number[]): number {
  const count = Math.min(ones.length, others.length);
  return medianOf(ones.slice(0, count).map((one, at) => one / others[at]!));
}

/** The number such that a share of all are not above it. */
export function quantileOf(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
