/**
 * Anthropic's Messages format.
 *
 * @module
 */
import type { ChatCodec } from "../../domain/conversation/codec.ts";
import { parseError } from "./parse_error.ts";
import { parseRequest } from "./parse_request.ts";
import { parseResponse } from "./parse_response.ts";
import { AnthropicStreamParser } from "./parse_stream.ts";
import { renderError } from "./render_error.ts";
import { renderRequest } from "./render_request.ts";
import { renderResponse } from "./render_response.ts";
import { AnthropicStreamRenderer } from "./render_stream.ts";

/** Reads and writes `POST /v1/messages` and its answers. */
export const anthropicMessages: ChatCodec = {
  format: "anthropic_messages",
  parseRequest,
  renderRequest,
  parseResponse,
  renderResponse,
  parseStream: () => new AnthropicStreamParser(),
  renderStream: (context) => new AnthropicStreamRenderer(context),
  parseError,
  renderError,
};
