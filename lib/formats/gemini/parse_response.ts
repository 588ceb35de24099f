/**
 * A provider's whole answer in the neutral form.
 *
 * @module
 */
import { accumulate } from "../../domain/conversation/accumulate.ts";
import type { ChatResponse, Finish } from "../../domain/conversation/answer.ts";
import { FlowError } from "../../domain/errors.ts";
import type { JsonObject } from "../json/guards.ts";
import { errorIn } from "./errors.ts";
import { GeminiStreamParser, isAnswer } from "./parse_stream.ts";

const NO_CANDIDATE: Finish = Object.freeze({
  reason: "error",
  raw: null,
  stopSequence: null,
  detail: "The provider sent no candidate and gave no reason.",
});

/**
 * Reads an answer: it is a stream of one chunk. An error under a success status is the answer's
 * `error`. Throws `upstream_invalid_response` for what is neither.
 */
export function parseResponse(body: JsonObject): ChatResponse {
  if (!isAnswer(body) && errorIn(body) === undefined) {
    throw new FlowError(
      "upstream_invalid_response",
      `Cannot read the provider's answer: it has none of candidates, promptFeedback and ` +
        `usageMetadata, but ${Object.keys(body).slice(0, 5).join(", ") || "nothing"}.`,
    );
  }
  const parser = new GeminiStreamParser();
  const response = accumulate([...parser.pushChunk(body), ...parser.close()]);
  if (response.choices.length > 0 || response.error !== undefined) return response;
  return { ...response, choices: [{ index: 0, parts: [], finish: NO_CANDIDATE }] };
}
