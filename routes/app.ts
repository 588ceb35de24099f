/**
 * Every mount, in order.
 *
 * @module
 */
import { Hono, type MiddlewareHandler } from "hono";
import type { Log, NewId } from "../lib/domain/ports.ts";
import type { Directory } from "../lib/gateway/directory.ts";
import type { ResponseHistory } from "../lib/gateway/response_history.ts";
import type { Gateway } from "../lib/gateway/gateway.ts";
import type { AppEnv } from "./env.ts";
import { live, type Readiness, ready } from "./health.ts";
import { metrics, type MetricsSource } from "./metrics.ts";
import { chatCompletions } from "./v1/chat_completions.ts";
import { completions } from "./v1/completions.ts";
import { embeddings } from "./v1/embeddings.ts";
import { proxyErrors } from "./v1/errors.ts";
import { MEDIA_ENDPOINTS, passOn } from "./v1/media.ts";
import { countTokens, messages } from "./v1/messages.ts";
import { listModels, retrieveModel } from "./v1/models.ts";
import { methodNotAllowed, unknownEndpoint } from "./v1/not_found.ts";
import { listGeminiModels, retrieveGeminiModel } from "./v1beta/models.ts";
import {
  type Caller,
  deleteResponse,
  listInputItems,
  responses,
  retrieveResponse,
} from "./v1/responses.ts";
import { GEMINI_PATHS, geminiMethod } from "./v1beta/generate.ts";
import type { ScopeOf } from "./shown_models.ts";
import { welcome } from "./welcome.ts";

/** What the routes call. */
export interface AppParts {
  readonly gateway: Gateway;
  readonly directory: () => Directory;
  /** Names that ask the router to choose a model. */
  readonly aliases: () => readonly string[];
  /** What the sender of a request may ask for. */
  readonly scopeOf: ScopeOf;
  readonly history: ResponseHistory;
  /** Who calls, for what belongs to one caller only. */
  readonly caller: Caller;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: MetricsSource;
  /** Who may come in at all: IP, Host and Origin rules. */
  readonly access: MiddlewareHandler<AppEnv>;
  /** `/api/*` */
  readonly api: Hono<AppEnv>;
  readonly log: Log;
  readonly newId: NewId;
  readonly version: string;
}

/** The whole program as HTTP. */
export function createApp(parts: AppParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.onError(proxyErrors(parts.log, parts.newId));
  app.use(parts.access);

  app.route("/v1", openAiRoutes(parts));
  app.route("/v1beta", geminiRoutes(parts));
  app.route("/api", parts.api);
  app.get("/health", live);
  app.get("/health/ready", ready(parts.readiness));
  app.get("/metrics", metrics(parts.metrics));
  app.get("/", welcome(parts.version));
  return app;
}

function openAiRoutes(parts: AppParts): Hono<AppEnv> {
  const { gateway, directory, aliases, scopeOf, history, caller, log, newId } = parts;
  const v1 = new Hono<AppEnv>();
  v1.onError(proxyErrors(log, newId));
  v1.post("/chat/completions", chatCompletions(gateway));
  v1.post("/messages", messages(gateway));
  v1.post("/messages/count_tokens", countTokens(gateway));
  v1.post("/responses", responses(gateway));
  v1.get("/responses/:id", retrieveResponse(history, caller));
  v1.delete("/responses/:id", deleteResponse(history, caller));
  v1.get("/responses/:id/input_items", listInputItems(history, caller));
  v1.post("/completions", completions(gateway));
  v1.post("/embeddings", embeddings(gateway));
  for (const endpoint of MEDIA_ENDPOINTS) {
    v1.post(endpoint.path.slice("/v1".length), passOn(gateway, endpoint));
  }
  // Google's clients speak to `/v1` as well as to `/v1beta`.
  for (const path of GEMINI_PATHS) v1.post(path, geminiMethod(gateway));
  v1.get("/models", listModels(directory, aliases, scopeOf));
  v1.get("/models/:id{.+}", retrieveModel(directory, aliases, scopeOf));
  for (
    const path of [
      "/chat/completions",
      "/responses",
      "/messages",
      "/messages/count_tokens",
      "/completions",
      "/embeddings",
      ...MEDIA_ENDPOINTS.map((endpoint) => endpoint.path.slice("/v1".length)),
    ]
  ) {
    v1.all(path, methodNotAllowed("POST"));
  }
  v1.all("/models/:id{.+}", methodNotAllowed("GET"));
  v1.all("/models", methodNotAllowed("GET"));
  v1.all("/*", unknownEndpoint);
  return v1;
}

function geminiRoutes(
  { gateway, directory, aliases, scopeOf, log, newId }: AppParts,
): Hono<AppEnv> {
  const v1beta = new Hono<AppEnv>();
  v1beta.onError(proxyErrors(log, newId));
  v1beta.post("/models/:call{.+}", geminiMethod(gateway));
  for (const path of GEMINI_PATHS) v1beta.post(path, geminiMethod(gateway));
  v1beta.get("/models", listGeminiModels(directory, aliases, scopeOf));
  v1beta.get("/models/:id{.+}", retrieveGeminiModel(directory, aliases, scopeOf));
  v1beta.all("/*", unknownEndpoint);
  return v1beta;
}
