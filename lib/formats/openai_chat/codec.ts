/**
 * OpenAI's chat completions, in both directions.
 *
 * @module
 */
import type { ChatCodec } from "../../domain/conversation/codec.ts";
import { parseError } from "./parse_error.ts";
import { parseRequest } from "./parse_request.ts";
import { parseResponse } from "./parse_response.ts";
import { parseStream } from "./parse_stream.ts";
import { renderError } from "./render_error.ts";
import { renderRequest } from "./render_request.ts";
import { renderResponse } from "./render_response.ts";
import { renderStream } from "./render_stream.ts";

/** The codec of `openai_chat`. */
export const openAiChat: ChatCodec = {
  format: "openai_chat",
  parseRequest,
  renderRequest,
  parseResponse,
  renderResponse,
  parseStream,
  renderStream,
  parseError,
  renderError,
};
