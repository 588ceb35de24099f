/**
 * Names close to a mistyped one.
 *
 * @module
 */
import { editDistance } from "../domain/edit_distance.ts";

/** A part of a name shorter than this says nothing when it turns up in another name. */
const TELLING_CHARS = 3;

/**
 * Up to `count` of `names` that are near to `wanted`, nearest first. Near is: one contains the other,
 * or at most a third of the characters differ. Letter case does not count, and what stands before
 * the last slash counts only when it brings two names nearer to each other.
 */
export function nearest(wanted: string, names: readonly string[], count: number): string[] {
  const goal = wanted.toLowerCase();
  const goalTail = tail(goal);
  const limit = Math.max(2, goalTail.length / 3);
  return names
    .map((name) => ({ name, distance: distanceOf(goal, goalTail, name.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, count)
    .map(({ name }) => name);
}

function distanceOf(goal: string, goalTail: string, name: string, limit: number): number {
  const nameTail = tail(name);
  const [short, long] = goalTail.length < nameTail.length
    ? [goalTail, nameTail]
    : [nameTail, goalTail];
  if (short.length >= TELLING_CHARS && long.includes(short)) {
    return (long.length - short.length) / 4;
  }
  return Math.min(boundedDistance(goal, name, limit), boundedDistance(goalTail, nameTail, limit));
}

/** What follows the last slash: the model itself. */
function tail(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** Infinity without the work of finding out when the lengths alone are too far apart. */
function boundedDistance(a: string, b: string, limit: number): number {
  return Math.abs(a.length - b.length) > limit ? Infinity : editDistance(a, b);
}
