/**
 * Gemini's format as the gateway sees it.
 *
 * @module
 */
import type { ChatCodec } from "../../domain/conversation/codec.ts";
import { ownError } from "../../domain/conversation/own_error.ts";
import type { FormatName } from "../../domain/request_record.ts";
import type { Dialect } from "../dialect.ts";
import { gemini } from "./codec.ts";
import { renderError } from "./errors.ts";
import { hasContent } from "./first_content.ts";
import { frame } from "./render_stream.ts";
import { summarizeEnd, summarizeResponse, summarizeStream } from "./summary.ts";

/** The dialect of `:generateContent` and `:streamGenerateContent`. */
export const geminiDialect: Dialect = dialectWith("gemini", gemini);

/** The dialect of `:embedContent` and `:batchEmbedContents`. */
export const geminiEmbeddingsDialect: Dialect = dialectWith("gemini_embeddings", null);

function dialectWith(format: FormatName, codec: ChatCodec | null): Dialect {
  return {
    format,
    codec,
    summarizeResponse,
    summarizeEnd,
    summarizeStream,
    hasContent,
    errorAnswer(error, requestId) {
      const { status, body } = renderError(ownError(error), requestId);
      return { status, body: JSON.stringify(body) };
    },
    errorEvent: (error, requestId) =>
      "\r\n\r\n" + frame(renderError(ownError(error), requestId).body),
  };
}
