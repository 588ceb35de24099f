/**
 * Objects without undefined members, as `exactOptionalPropertyTypes` and JSON want them.
 *
 * @module
 */

type MaybeKeys<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];

/** `T` whose members that may be undefined are optional instead. */
export type Defined<T> =
  & { [K in Exclude<keyof T, MaybeKeys<T>>]: T[K] }
  & { [K in MaybeKeys<T>]?: Exclude<T[K], undefined> };

/** A copy without the members that are undefined; `null` stays. */
export function defined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}
