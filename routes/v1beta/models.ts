/**
 * `GET /v1beta/models` and `GET /v1beta/models/{id}`: the catalog's enabled models in Gemini's shape
 * (ai.google.dev/api/models).
 *
 * @module
 */
import type { Handler } from "hono";
import { FlowError } from "../../lib/domain/errors.ts";
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
} from "../shown_models.ts";

const PAGE = 50;
const LARGEST_PAGE = 1000;

/** The list, page by page: `pageSize`, `pageToken`. */
export function listGeminiModels(
  directory: () => Directory,
  aliases: Aliases = noAliases,
  scopeOf: ScopeOf = openScope,
): Handler<AppEnv> {
  return (c) => {
    const { pageSize, pageToken } = c.req.query();
    const size = readSize(pageSize);
    const models = shownModels(directory(), aliases(), scopeOf(c.req.raw.headers));
    const start = startOf(models, pageToken);
    const page = models.slice(start, start + size);
    const last = page.at(-1);
    const isLast = last === undefined || start + size >= models.length;
    return c.json({
      models: page.map(geminiModel),
      ...(isLast ? {} : { nextPageToken: last.id }),
    });
  };
}

/** One of the list; its id may hold slashes, and the provider may be left out. */
export function retrieveGeminiModel(
  directory: () => Directory,
  aliases: Aliases = noAliases,
  scopeOf: ScopeOf = openScope,
): Handler<AppEnv> {
  return (c) =>
    c.json(
      geminiModel(
        shownModel(directory(), c.req.param("id") ?? "", aliases(), scopeOf(c.req.raw.headers)),
      ),
    );
}

function geminiModel({ id, displayName }: ShownModel): Record<string, unknown> {
  return {
    name: `models/${id}`,
    // No provider but Google has versions; clients want a text.
    version: "unknown",
    displayName,
    supportedGenerationMethods: /embed/i.test(id)
      ? ["embedContent"]
      : ["generateContent", "countTokens"],
  };
}

/** Larger pages than the largest are not refused (as at Google), only not given. */
function readSize(text: string | undefined): number {
  if (text === undefined || text === "0") return PAGE;
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), LARGEST_PAGE);
  throw refused("pageSize", "'pageSize' must be a whole number.");
}

/** A page's token is the id of the last model before it: it stays right when models come and go. */
function startOf(models: readonly ShownModel[], token: string | undefined): number {
  if (token === undefined || token === "") return 0;
  const before = models.findIndex(({ id }) => id === token);
  if (before >= 0) return before + 1;
  throw refused("pageToken", "'pageToken' must be the nextPageToken of the page before.");
}

function refused(param: string, message: string): FlowError {
  return new FlowError("invalid_request", `Cannot list the models: ${message}`, { param });
}
