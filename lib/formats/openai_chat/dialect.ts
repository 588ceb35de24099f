/**
 * OpenAI's older dialect: chat completions, legacy completions, embeddings and what else answers with
 * its error shape.
 *
 * @module
 */
import type { ChatCodec } from "../../domain/conversation/codec.ts";
import type { FormatName } from "../../domain/request_record.ts";
import type { Dialect } from "../dialect.ts";
import { errorBody, errorEvent } from "./error_body.ts";
import { hasContent } from "./first_content.ts";
import { summarizeEnd, summarizeResponse } from "./response_summary.ts";
import { summarizeStream } from "./stream_summary.ts";

/** The dialect for one of its endpoints; only chat has a codec. */
export function openAiDialect(format: FormatName, codec: ChatCodec | null): Dialect {
  return {
    format,
    codec,
    summarizeResponse,
    summarizeEnd,
    summarizeStream,
    hasContent,
    errorAnswer: (error) => ({ status: error.status, body: errorBody(error) }),
    errorEvent,
  };
}
