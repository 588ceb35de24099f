/**
 * What a translation could not carry over. Nothing is dropped without one.
 *
 * @module
 */

/** One loss, named. */
export interface Warning {
  /** `dropped`: gone; `adapted`: kept in another shape or strength. */
  readonly kind: "dropped" | "adapted";
  /** The field in the caller's spelling (`messages[1].name`, `top_k`). */
  readonly field: string;
  /** One sentence: what was done and why. */
  readonly message: string;
}
