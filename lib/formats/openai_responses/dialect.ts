/**
 * The Responses format as the gateway sees it.
 *
 * @module
 */
import { ownError } from "../../domain/conversation/own_error.ts";
import type { Dialect } from "../dialect.ts";
import { errorBody } from "../openai_chat/error_body.ts";
import { openAiResponses } from "./codec.ts";
import { hasContent } from "./first_content.ts";
import { errorEventMembers } from "./provider_error.ts";
import { summarizeEnd, summarizeResponse, summarizeStream } from "./summary.ts";

/** OpenAI's Responses format. */
export const openAiResponsesDialect: Dialect = {
  format: "openai_responses",
  codec: openAiResponses,
  summarizeResponse,
  summarizeEnd,
  summarizeStream,
  hasContent,
  errorAnswer: (error) => ({ status: error.status, body: errorBody(error) }),
  errorEvent(error) {
    const data = JSON.stringify({ type: "error", ...errorEventMembers(ownError(error)) });
    return `\n\nevent: error\ndata: ${data}\n\n`;
  },
};
