/**
 * What the pieces of one request's rendering share.
 *
 * @module
 */
import type { RenderTarget } from "../../domain/conversation/codec.ts";
import type { ChatRequest } from "../../domain/conversation/request.ts";
import type { ToolNames } from "../../domain/conversation/tool_names.ts";
import type { Losses } from "./losses.ts";
import type { ModelTraits } from "./model_traits.ts";

export interface Rendering {
  readonly request: ChatRequest;
  readonly target: RenderTarget;
  readonly traits: ModelTraits;
  readonly losses: Losses;
  readonly names: ToolNames;
}
