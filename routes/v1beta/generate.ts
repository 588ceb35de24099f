/**
 * `POST /v1beta/models/{model}:{method}`, also below `/v1`: Gemini's format.
 *
 * @module
 */
import type { Handler } from "hono";
import { asJsonArray } from "../../lib/formats/gemini/array_stream.ts";
import { geminiCall } from "../../lib/formats/gemini/endpoints.ts";
import type { Gateway } from "../../lib/gateway/gateway.ts";
import { type AppEnv, inbound } from "../env.ts";

/** The methods, as a pattern: below `/v1` other paths of models are OpenAI's. */
export const GEMINI_METHOD =
  "(?:generateContent|streamGenerateContent|countTokens|embedContent|batchEmbedContents)";

/**
 * Where they are called. Several of Google's clients put `models/` before a bare name only, and take a
 * name with a slash (`openai/gpt-4o`) for a path.
 */
export const GEMINI_PATHS: readonly string[] = [
  `/models/:call{.+:${GEMINI_METHOD}}`,
  `/:call{.+/.+:${GEMINI_METHOD}}`,
];

/** Generates, counts and embeds. */
export function geminiMethod(gateway: Gateway): Handler<AppEnv> {
  return async (c) => {
    const { endpoint, facts } = geminiCall(c.req.param("call") ?? "");
    const answer = await gateway.handle(endpoint, { ...inbound(c), path: facts });
    return facts.stream && c.req.query("alt") !== "sse" ? inArray(answer) : answer;
  };
}

/** A stream for a caller who did not ask for events. */
function inArray(answer: Response): Response {
  const isStream = answer.headers.get("content-type")?.startsWith("text/event-stream") === true;
  if (!isStream || answer.body === null) return answer;
  const headers = new Headers(answer.headers);
  headers.set("content-type", "application/json");
  return new Response(answer.body.pipeThrough(asJsonArray()), { status: answer.status, headers });
}
