/**
 * Anthropic's format as the gateway sees it.
 *
 * @module
 */
import { ownError } from "../../domain/conversation/own_error.ts";
import type { Dialect } from "../dialect.ts";
import { anthropicMessages } from "./codec.ts";
import { hasContent } from "./first_content.ts";
import { errorEventData, renderError } from "./render_error.ts";
import { frame } from "./render_stream.ts";
import { summarizeEnd, summarizeResponse, summarizeStream } from "./summary.ts";

/** The dialect of `/v1/messages`. */
export const anthropicDialect: Dialect = {
  format: "anthropic_messages",
  codec: anthropicMessages,
  summarizeResponse,
  summarizeEnd,
  summarizeStream,
  hasContent,
  errorAnswer(error, requestId) {
    const { status, body } = renderError(ownError(error), requestId);
    return { status, body: JSON.stringify(body) };
  },
  errorEvent: (error, requestId) =>
    "\n\n" + frame("error", { ...errorEventData(ownError(error)), request_id: requestId }),
};
