/**
 * `GET /v1/models` and `GET /v1/models/{id}`: the catalog's enabled models in OpenAI's shape.
 *
 * @module
 */
import type { Handler } from "hono";
import { FlowError } from "../../lib/domain/errors.ts";
import type { CatalogModel, Directory } from "../../lib/gateway/directory.ts";
import type { AppEnv } from "../env.ts";

/** Shown while the catalog is empty, so that a first look with an SDK finds something to try. */
const EXAMPLES: readonly ListedModel[] = [
  ["gpt-4o", "openai"],
  ["gpt-4o-mini", "openai"],
  ["claude-3-5-sonnet-20241022", "anthropic"],
  ["gemini-1.5-pro", "google"],
].map(([id = "", owner = ""]) => ({ id, object: "model", created: 0, owned_by: owner }));

interface ListedModel {
  readonly id: string;
  readonly object: "model";
  /** Unix seconds; 0 when the provider does not say. */
  readonly created: number;
  readonly owned_by: string;
  readonly enabled?: true;
}

/** The list. */
export function listModels(directory: () => Directory): Handler<AppEnv> {
  return (c) => c.json({ object: "list", data: listed(directory()) });
}

/** One of the list; its id may hold slashes, and the provider may be left out. */
export function retrieveModel(directory: () => Directory): Handler<AppEnv> {
  return (c) => {
    const id = c.req.param("id") ?? "";
    const models = listed(directory());
    const model = models.find((candidate) => candidate.id === id) ??
      models.find((candidate) => candidate.id.slice(candidate.id.indexOf("/") + 1) === id);
    if (model !== undefined) return c.json(model);
    throw new FlowError("model_not_found", `The model '${id}' is not in the catalog.`, {
      param: "model",
    });
  };
}

function listed({ models }: Directory): readonly ListedModel[] {
  return models.length === 0 ? EXAMPLES : models.filter((model) => model.enabled).map(render);
}

function render(model: CatalogModel): ListedModel {
  return {
    id: `${model.provider}/${model.modelId}`,
    object: "model",
    created: model.created ?? 0,
    owned_by: model.ownedBy ?? model.provider,
    enabled: true,
  };
}
