/**
 * What the pieces of one rendered request share.
 *
 * @module
 */
import type { RenderTarget } from "../../domain/conversation/codec.ts";
import type { ChatRequest } from "../../domain/conversation/request.ts";
import type { ToolNames } from "../../domain/conversation/tool_names.ts";
import type { CallIds } from "./call_ids.ts";
import type { Losses } from "./losses.ts";

/** One request on its way to a provider. */
export interface Rendering {
  readonly request: ChatRequest;
  readonly target: RenderTarget;
  /**
   * The caller speaks this format too: what was sent is kept, even what this provider may refuse.
   */
  readonly isOwn: boolean;
  readonly losses: Losses;
  readonly names: ToolNames;
  readonly ids: CallIds;
}
