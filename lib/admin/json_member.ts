/**
 * Looking into JSON of somebody else's making.
 *
 * @module
 */

/** A member of an object; undefined for anything else. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
