/** "Did you mean …?": the known name nearest to one that is not known. */

/** Longer names are not compared: the work grows with the product of the lengths. */
const MAX_COMPARED = 40;

/** The nearest of `names` when it is near enough to be meant, else `null`. */
export function similarName(name: string, names: Iterable<string>): string | null {
  if (name.length > MAX_COMPARED) return null;
  let nearest: string | null = null;
  let least = name.length < 5 ? 2 : 3;
  for (const candidate of names) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least && distance < candidate.length) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/** Insertions, deletions, replacements and swaps of neighbours needed to turn one text into the other. */
function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const differs = from[i - 1] === to[j - 1] ? 0 : 1;
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + differs);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        least = Math.min(least, before[j - 2]! + 1);
      }
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[to.length]!;
}
