/**
 * Names close to a mistyped one.
 *
 * @module
 */

/**
 * Up to `count` of `names` that are near to `wanted`, nearest first. Near is: one contains the other,
 * or at most a third of the characters differ (Levenshtein). Letter case does not count.
 */
export function nearest(wanted: string, names: readonly string[], count: number): string[] {
  const goal = wanted.toLowerCase();
  const goalTail = tail(goal);
  return names
    .map((name) => ({ name, distance: score(goal, goalTail, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, goalTail.length / 3))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, count)
    .map(({ name }) => name);
}

function score(goal: string, goalTail: string, name: string): number {
  const nameTail = tail(name);
  if (goalTail.length > 2 && (nameTail.includes(goalTail) || goalTail.includes(nameTail))) {
    return Math.abs(nameTail.length - goalTail.length) / 10;
  }
  return Math.min(distance(goal, name), distance(goalTail, nameTail));
}

/** What follows the last slash: the model itself. */
function tail(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** Levenshtein distance: single-character insertions, deletions and substitutions. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
