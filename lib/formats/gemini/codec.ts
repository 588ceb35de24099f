/**
 * The Gemini format, `generateContent` and `streamGenerateContent`, both ways.
 *
 * @module
 */
import type { ChatCodec } from "../../domain/conversation/codec.ts";
import { parseError, renderError } from "./errors.ts";
import { parseRequest } from "./parse_request.ts";
import { parseResponse } from "./parse_response.ts";
import { GeminiStreamParser } from "./parse_stream.ts";
import { renderRequest } from "./render_request.ts";
import { renderResponse } from "./render_response.ts";
import { GeminiStreamRenderer } from "./render_stream.ts";

/** Gemini's codec. The model and the wish for a stream are in the path, not in the body. */
export const gemini: ChatCodec = {
  format: "gemini",
  parseRequest,
  renderRequest,
  parseResponse,
  renderResponse,
  parseStream: () => new GeminiStreamParser(),
  renderStream: (context) => new GeminiStreamRenderer(context),
  parseError,
  renderError,
};
