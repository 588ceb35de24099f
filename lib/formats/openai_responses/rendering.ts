/**
 * What the pieces of a request's rendering share.
 *
 * @module
 */
import type { RenderTarget } from "../../domain/conversation/codec.ts";
import type { ChatRequest } from "../../domain/conversation/request.ts";
import { ToolNames } from "../../domain/conversation/tool_names.ts";
import { CallIds } from "../openai_chat/call_ids.ts";
import { Losses } from "./losses.ts";
import { OWN } from "./own_members.ts";

/** One rendering. */
export interface Rendering {
  readonly request: ChatRequest;
  readonly target: RenderTarget;
  readonly losses: Losses;
  readonly ids: CallIds;
  /** A tool's name as it goes out. */
  readonly toolName: (name: string, namespace?: string) => string;
  /** The caller speaks this format too: its items may say what other callers cannot know. */
  readonly isOwn: boolean;
}

/** A rendering of this request. */
export function renderingOf(request: ChatRequest, target: RenderTarget): Rendering {
  const isOwn = request.format === OWN;
  const names = new ToolNames(request);
  return {
    request,
    target,
    losses: new Losses(),
    ids: new CallIds(request, target.quirks),
    toolName: (name, namespace) => isOwn ? name : names.flat(name, namespace),
    isOwn,
  };
}
