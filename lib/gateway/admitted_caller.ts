/**
 * Who calls, as far as a request is treated differently for it.
 *
 * @module
 */
import type { ModelScope } from "../domain/model_scope.ts";

/** The holder of a caller token. */
export interface AdmittedCaller {
  readonly id: string;
  readonly name: string;
  /** What it may ask for; absent: everything. */
  readonly scope?: ModelScope;
  /** Written to its rows, over what the request says itself; null or absent: none. */
  readonly tags?: Readonly<Record<string, string>> | null;
  /** False: bodies of its requests are not kept. */
  readonly logBodies?: boolean;
}
