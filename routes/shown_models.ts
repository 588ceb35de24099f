/**
 * The models that callers are shown, in no format's shape yet.
 *
 * @module
 */
import { FlowError } from "../lib/domain/errors.ts";
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

/** The router's names, then the catalog's enabled models, by provider and name. */
export function shownModels(
  { models }: Directory,
  aliases: readonly string[] = [],
): readonly ShownModel[] {
  const listed = models.length === 0
    ? EXAMPLES
    : models.filter((model) => model.enabled).map(shown);
  return aliases.length === 0 ? listed : [...aliases.map(shownAlias), ...listed];
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
): ShownModel {
  const models = shownModels(directory, aliases);
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
