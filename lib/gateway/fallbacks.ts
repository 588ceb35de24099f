/**
 * Which models stand in for another one.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { type ModelScope, OPEN_SCOPE } from "../domain/model_scope.ts";
import type { Directory } from "./directory.ts";
import { admitModel } from "./admit_model.ts";

/** From the configuration: name, pattern or `tier:NAME` → models in order. */
export type FallbackTable = Readonly<Record<string, readonly string[]>>;

/** Under which names a request's model may stand in the table. */
export interface FallbackNames {
  /** As the caller wrote it. */
  readonly requested: string;
  /** As it was resolved: `provider/model`. */
  readonly resolved: string;
  readonly tier: string | null;
}

/** Most models that the header may name. */
const MAX_MODELS = 5;
const HEADER = "x-flow-fallback";
const NONE: readonly string[] = [];

/**
 * The models of the table for a request. An exact name wins over `tier:NAME`, that over patterns with
 * `*` in the table's order, and those over a lone `*`.
 */
export class Fallbacks {
  readonly #exact = new Map<string, readonly string[]>();
  readonly #patterns: (readonly [RegExp, readonly string[]])[] = [];
  #forAll = NONE;
  readonly #isEmpty: boolean;

  constructor(table: FallbackTable) {
    this.#isEmpty = Object.keys(table).length === 0;
    for (const [name, models] of Object.entries(table)) {
      if (name === "*") this.#forAll = models;
      else if (name.includes("*")) this.#patterns.push([glob(name), models]);
      else this.#exact.set(name, models);
    }
  }

  /** Model names in order, maybe none. */
  for({ requested, resolved, tier }: FallbackNames): readonly string[] {
    if (this.#isEmpty) return NONE;
    return this.#exact.get(requested) ?? this.#exact.get(resolved) ??
      (tier === null ? undefined : this.#exact.get(`tier:${tier}`)) ??
      this.#patterns.find(([pattern]) => pattern.test(requested) || pattern.test(resolved))?.[1] ??
      this.#forAll;
  }
}

function glob(name: string): RegExp {
  return new RegExp(`^${name.split("*").map(RegExp.escape).join(".*")}$`);
}

/**
 * What the caller's header says: model names in order, none at all for `none`; null when it says
 * nothing. Throws `invalid_request` for more than five and for a model that nobody knows or that the
 * caller may not ask for.
 */
export function readFallbackHeader(
  headers: Headers,
  directory: Directory,
  scope: ModelScope = OPEN_SCOPE,
): readonly string[] | null {
  const value = headers.get(HEADER);
  if (value === null) return null;
  const models = value.split(",").map((model) => model.trim()).filter((model) => model !== "");
  if (models.length === 1 && models[0] === "none") return NONE;
  if (models.length > MAX_MODELS) {
    throw refused(`names ${models.length} models: at most ${MAX_MODELS} are tried.`);
  }
  for (const model of models) assertAdmitted(model, directory, scope);
  return models;
}

function assertAdmitted(model: string, directory: Directory, scope: ModelScope): void {
  try {
    admitModel(model, directory, scope);
  } catch (thrown) {
    if (!(thrown instanceof FlowError)) throw thrown;
    throw refused(`cannot be followed. ${thrown.message}`);
  }
}

function refused(why: string): FlowError {
  return new FlowError("invalid_request", `The header ${HEADER} ${why}`, { param: HEADER });
}
