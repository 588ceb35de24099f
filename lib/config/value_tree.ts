/**
 * Reading and setting values deep inside parsed data.
 *
 * @module
 */

/** The value at a path of keys and positions; undefined where the path leaves the data. */
export function valueAt(tree: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? Reflect.get(value, step)
        : undefined,
    tree,
  );
}

/**
 * A copy of `tree` with a value at `keys`; sections that are missing are made. A section that is no
 * map is left as it is: the schema says what is wrong with it.
 */
export function withValue(tree: unknown, keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (tree === undefined) return { [key]: withValue(undefined, rest, value) };
  if (typeof tree !== "object" || tree === null || Array.isArray(tree)) return tree;
  return { ...tree, [key]: withValue(Reflect.get(tree, key), rest, value) };
}
