/**
 * The models that callers are shown, in no format's shape yet.
 *
 * @module
 */
import { FlowError } from "../lib/domain/errors.ts";
import { type ModelScope, OPEN_SCOPE } from "../lib/domain/model_scope.ts";
import { admittedOrNull } from "../lib/gateway/admit_model.ts";
import type { CatalogModel, Directory } from "../lib/gateway/directory.ts";

/** A model as callers may ask for it. */
export interface ShownModel {
  /** `provider/model`, or a bare name among the examples. */
  readonly id: string;
  readonly displayName: string;
  readonly ownedBy: string;
  /** Unix seconds; 0 when the provider does not say. */
  readonly createdS: number;
  /** Whether somebody enabled it; an example is none. */
  readonly isEnabled: boolean;
}

/** Shown while the catalog is empty, so that a first look with an SDK finds something to try. */
const EXAMPLES: readonly ShownModel[] = [
  ["gpt-4o", "openai"],
  ["gpt-4o-mini", "openai"],
  ["claude-3-5-sonnet-20241022", "anthropic"],
  ["gemini-1.5-pro", "google"],
].map(([id = "", ownedBy = ""]) => ({
  id,
  displayName: id,
  ownedBy,
  createdS: 0,
  isEnabled: false,
}));

/** Names that ask the smart router to choose a model; none while it is off. */
export type Aliases = () => readonly string[];

export const noAliases: Aliases = () => [];

/** What the sender of a request may ask for, by its caller token; without one everything is shown. */
export type ScopeOf = (headers: Headers) => ModelScope;

export const openScope: ScopeOf = () => OPEN_SCOPE;

/**
 * The router's names, then one's own names for models, then the catalog's enabled models that their
 * providers still list, by provider and name; of the last two those within the scope.
 */
export function shownModels(
  directory: Directory,
  aliases: readonly string[] = [],
  scope: ModelScope = OPEN_SCOPE,
): readonly ShownModel[] {
  const { models } = directory;
  const isShown = ({ provider, modelId, enabled, missingSinceMs }: CatalogModel): boolean =>
    enabled && missingSinceMs === undefined && scope.allows({ provider, modelId, alias: null });
  const listed = models.length === 0 ? EXAMPLES : models.filter(isShown).map(shown);
  const own = ownNames(directory, scope);
  if (aliases.length === 0 && own.length === 0) return listed;
  return [...aliases.map(shownAlias), ...own, ...listed];
}

/** Names whose models may be asked for by this caller. */
function ownNames(directory: Directory, scope: ModelScope): ShownModel[] {
  return [...directory.aliases.keys()].sort().flatMap((alias) => {
    const model = admittedOrNull(alias, directory, scope);
    if (model === null) return [];
    const target = `${model.entry.provider.id}/${model.upstreamModel}`;
    const displayName = `${alias} (${target})`;
    return [{
      id: alias,
      displayName,
      ownedBy: model.entry.provider.id,
      createdS: 0,
      isEnabled: true,
    }];
  });
}

function shownAlias(id: string): ShownModel {
  const ownedBy = "flow-llm-router";
  return { id, displayName: `${id} (smart router)`, ownedBy, createdS: 0, isEnabled: true };
}

/**
 * One of them; its id may hold slashes, and the provider may be left out.
 *
 * @throws FlowError `model_not_found`
 */
export function shownModel(
  directory: Directory,
  id: string,
  aliases: readonly string[] = [],
  scope: ModelScope = OPEN_SCOPE,
): ShownModel {
  const models = shownModels(directory, aliases, scope);
  const model = models.find((candidate) => candidate.id === id) ??
    models.find((candidate) => candidate.id.slice(candidate.id.indexOf("/") + 1) === id);
  if (model !== undefined) return model;
  throw new FlowError("model_not_found", `The model '${id}' is not in the catalog.`, {
    param: "model",
  });
}

function shown(model: CatalogModel): ShownModel {
  return {
    id: `${model.provider}/${model.modelId}`,
    displayName: model.displayName ?? model.modelId,
    ownedBy: model.ownedBy ?? model.provider,
    createdS: model.created ?? 0,
    isEnabled: model.enabled,
  };
}

/** Google's clients may list models where OpenAI's do; they alone present their key so. */
export function speaksGemini(headers: Headers): boolean {
  return headers.has("x-goog-api-key");
}
