/**
 * OpenAI's Responses format on both sides.
 *
 * @module
 */
import type { ChatCodec } from "../../domain/conversation/codec.ts";
import { parseError } from "../openai_chat/parse_error.ts";
import { renderError } from "../openai_chat/render_error.ts";
import { parseRequest } from "./parse_request.ts";
import { parseResponse } from "./parse_response.ts";
import { parseStream } from "./parse_stream.ts";
import { renderResponse, renderStream } from "./render_answer.ts";
import { renderRequest } from "./render_request.ts";

/** The Responses format (https://platform.openai.com/docs/api-reference/responses). */
export const openAiResponses: ChatCodec = {
  format: "openai_responses",
  parseRequest,
  renderRequest,
  parseResponse,
  renderResponse,
  parseStream,
  renderStream,
  parseError,
  renderError,
};
