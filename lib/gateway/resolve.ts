/**
 * From the model name that a caller asks for to the provider that has it.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { builtInProvider, ownerOf } from "../providers/registry.ts";
import type { CatalogModel, Directory, ProviderEntry } from "./directory.ts";
import { nearest } from "./nearest.ts";

/** Where a request goes and under which model name. */
export interface Resolved {
  readonly entry: ProviderEntry;
  /** The name that the provider knows. */
  readonly upstreamModel: string;
  /** The alias by which it was asked for; absent: it was not. */
  readonly alias?: string;
}

/**
 * Finds the provider of a model name. An alias stands for its target; for all else, in this order: an explicit `provider/model` prefix; a model of
 * that exact name in the catalog, enabled ones and providers with a key first; for a name without a
 * slash, the provider whose model family it belongs to. A key in a locked vault counts as a key: a
 * request must not go elsewhere only because nobody has unlocked it yet.
 *
 * Throws `model_not_found` with the nearest names that would work.
 */
export function resolveModel(model: string, directory: Directory): Resolved {
  const target = directory.aliases.get(model);
  return target === undefined
    ? resolveName(model, directory)
    : { ...resolveName(target, directory), alias: model };
}

function resolveName(model: string, directory: Directory): Resolved {
  const slash = model.indexOf("/");
  if (slash > 0 && slash < model.length - 1) {
    const entry = providerNamed(model.slice(0, slash), directory);
    if (entry !== undefined) return { entry, upstreamModel: model.slice(slash + 1) };
  }
  const listed = bestListed(directory.modelsById.get(model) ?? [], directory);
  if (listed !== undefined) return { entry: listed, upstreamModel: model };
  const owner = slash < 0 ? ownerOf(model) : undefined;
  const entry = owner && directory.providers.get(owner.id);
  if (entry !== undefined) return { entry, upstreamModel: model };
  throw unknownModel(model, directory);
}

function providerNamed(prefix: string, directory: Directory): ProviderEntry | undefined {
  const name = prefix.toLowerCase();
  return directory.providers.get(name) ??
    directory.providers.get(builtInProvider(name)?.id ?? name);
}

function bestListed(
  models: readonly CatalogModel[],
  directory: Directory,
): ProviderEntry | undefined {
  const candidates = models.flatMap((model) => {
    const entry = providerNamed(model.provider, directory);
    return entry === undefined ? [] : [{ model, entry }];
  });
  const rank = (c: { model: CatalogModel; entry: ProviderEntry }): number =>
    (c.model.enabled ? 2 : 0) + (canBeUsed(c.entry) ? 1 : 0);
  return candidates.sort((a, b) => rank(b) - rank(a))[0]?.entry;
}

function canBeUsed({ keys, sealedKeys, provider }: ProviderEntry): boolean {
  return keys.length > 0 || sealedKeys > 0 || provider.keyless === true;
}

function unknownModel(model: string, directory: Directory): FlowError {
  const known = directory.models.map((m) => `${m.provider}/${m.modelId}`);
  const near = nearest(model, known, 3);
  const prefixes = nearest(model.split("/")[0] ?? model, [...directory.providers.keys()], 3);
  const hint = near.length > 0
    ? `Nearest names: ${near.join(", ")}.`
    : model.includes("/")
    ? `No provider is called '${model.split("/")[0]}'` +
      (prefixes.length > 0 ? `; nearest: ${prefixes.join(", ")}.` : ".")
    : `Name its provider, as in "openrouter/${model}".`;
  return new FlowError("model_not_found", `The model '${model}' is not known here. ${hint}`, {
    param: "model",
  });
}
