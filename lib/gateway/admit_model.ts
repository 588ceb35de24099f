/**
 * Whether a caller may have the model that it asks for.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { type ModelScope, OPEN_SCOPE } from "../domain/model_scope.ts";
import type { Directory } from "./directory.ts";
import { type Resolved, resolveModel } from "./resolve.ts";

/**
 * The model of a name, for whoever has this scope. Every model that a request may reach goes through
 * here: the one asked for, those that stand in, and those that a router picks.
 *
 * Throws `model_not_found` for a name that nobody knows and, where only enabled models may be asked
 * for, for one that is not; `model_not_allowed` for what is outside the scope.
 */
export function admitModel(
  name: string,
  directory: Directory,
  scope: ModelScope = OPEN_SCOPE,
): Resolved {
  const model = resolveModel(name, directory);
  if (!isAllowed(model, scope)) throw notAllowed(name, model, scope);
  if (directory.isStrict && !isEnabled(model, directory)) throw notEnabled(name, model);
  return model;
}

/** The same; null where that throws. */
export function admittedOrNull(
  name: string,
  directory: Directory,
  scope: ModelScope,
): Resolved | null {
  try {
    return admitModel(name, directory, scope);
  } catch (thrown) {
    if (thrown instanceof FlowError) return null;
    throw thrown;
  }
}

/** Whether a model lies within a scope. */
export function isAllowed({ entry, upstreamModel, alias }: Resolved, scope: ModelScope): boolean {
  const provider = entry.provider.id;
  return scope.isOpen ||
    scope.allows({ provider, modelId: upstreamModel, alias: alias ?? null });
}

function isEnabled({ entry, upstreamModel }: Resolved, directory: Directory): boolean {
  const known = directory.modelsById.get(upstreamModel) ?? [];
  return known.some(({ provider, enabled }) => enabled && provider === entry.provider.id);
}

function notAllowed(name: string, { entry }: Resolved, scope: ModelScope): FlowError {
  const provider = entry.provider.id;
  const why = scope.allowsProvider(provider)
    ? `allows these models: ${scope.models?.join(", ")}`
    : `does not allow the provider '${provider}', only: ${scope.providers?.join(", ")}`;
  return new FlowError(
    "model_not_allowed",
    `The model '${name}' may not be used with this caller token, which ${why}.`,
    { param: "model", headers: { "x-should-retry": "false" } },
  );
}

function notEnabled(name: string, { entry, upstreamModel }: Resolved): FlowError {
  return new FlowError(
    "model_not_found",
    `The model '${name}' is not enabled, and only enabled models may be asked for here. Enable it ` +
      `with: flow-router models enable ${entry.provider.id}/${upstreamModel} (or add it first, with: ` +
      "flow-router models add)",
    { param: "model" },
  );
}
