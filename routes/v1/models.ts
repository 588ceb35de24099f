/**
 * `GET /v1/models` and `GET /v1/models/{id}`: the catalog's enabled models, in Anthropic's shape for
 * clients that name its version in a header, in Gemini's for clients with its key header, else in OpenAI's.
 *
 * @module
 */
import type { Context, Handler } from "hono";
import type { Directory } from "../../lib/gateway/directory.ts";
import type { AppEnv } from "../env.ts";
import {
  type Aliases,
  noAliases,
  openScope,
  type ScopeOf,
  type ShownModel,
  shownModel,
  shownModels,
  speaksGemini,
} from "../shown_models.ts";
import { listGeminiModels, retrieveGeminiModel } from "../v1beta/models.ts";
import { anthropicModel, anthropicPage } from "./anthropic_models.ts";

/** The list. */
export function listModels(
  directory: () => Directory,
  aliases: Aliases = noAliases,
  scopeOf: ScopeOf = openScope,
): Handler<AppEnv> {
  const inGemini = listGeminiModels(directory, aliases, scopeOf);
  return (c, next) => {
    if (speaksGemini(c.req.raw.headers)) return inGemini(c, next);
    const models = shownModels(directory(), aliases(), scopeOf(c.req.raw.headers));
    return speaksAnthropic(c)
      ? c.json(anthropicPage(models, c.req.query()))
      : c.json({ object: "list", data: models.map(openAiModel) });
  };
}

/** One of the list; its id may hold slashes, and the provider may be left out. */
export function retrieveModel(
  directory: () => Directory,
  aliases: Aliases = noAliases,
  scopeOf: ScopeOf = openScope,
): Handler<AppEnv> {
  const inGemini = retrieveGeminiModel(directory, aliases, scopeOf);
  return (c, next) => {
    if (speaksGemini(c.req.raw.headers)) return inGemini(c, next);
    const model = shownModel(
      directory(),
      c.req.param("id") ?? "",
      aliases(),
      scopeOf(c.req.raw.headers),
    );
    return c.json(speaksAnthropic(c) ? anthropicModel(model) : openAiModel(model));
  };
}

function speaksAnthropic(c: Context<AppEnv>): boolean {
  return c.req.header("anthropic-version") !== undefined;
}

function openAiModel({ id, createdS, ownedBy, isEnabled }: ShownModel): Record<string, unknown> {
  return {
    id,
    object: "model",
    created: createdS,
    owned_by: ownedBy,
    ...(isEnabled ? { enabled: true } : {}),
  };
}
