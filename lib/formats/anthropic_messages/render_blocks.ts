/**
 * The parts of a message as content blocks of a request.
 *
 * @module
 */
import { wrapCustomInput } from "../../domain/conversation/custom_tools.ts";
import type {
  Part,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from "../../domain/conversation/parts.ts";
import { isObject, type JsonObject, parseJson } from "../json/guards.ts";
import { writeMark } from "./cache_mark.ts";
import { nativeCitation } from "./citations.ts";
import { audioBlock, fileBlock, imageBlock } from "./render_media.ts";
import type { Rendering } from "./rendering.ts";

/** Where text that could not be read as JSON stands in a call's `input`. */
export const UNREAD_ARGUMENTS = "_unparsed_arguments";

/** A part of a system, user or assistant message as blocks, mostly one. */
export function blocksOf(part: Part, rendering: Rendering): JsonObject[] {
  const { losses } = rendering;
  switch (part.type) {
    case "text":
      return textBlocks(part, rendering);
    case "refusal":
      losses.adapted(part.at ?? "messages", "A refusal is sent to Anthropic as plain text.");
      return textBlocks({ ...part, type: "text" }, rendering);
    case "image":
      return [imageBlock(part, losses)];
    case "file":
      return [fileBlock(part, losses)];
    case "audio":
      return [audioBlock(part, losses)];
    case "reasoning":
      return reasoningBlocks(part, rendering);
    case "tool_call":
      return [callBlock(part, rendering)];
    case "foreign":
      if (part.format === "anthropic_messages") return [part.value];
      losses.dropped(
        part.at ?? "messages",
        `Anthropic's format has no place for '${String(part.value.type ?? "this part")}'.`,
      );
      return [];
    // Results are paired with their calls elsewhere.
    case "tool_result":
      return [];
  }
}

/** Blank text is refused by Anthropic, so that it goes. */
function textBlocks(part: TextPart, { losses }: Rendering): JsonObject[] {
  const { text, citations, cache, at } = part;
  const whole = losses.extra(part.extra, at);
  if (isObject(whole.search_result)) return [whole.search_result];
  if (text.trim() === "") {
    if (text !== "" || cache !== undefined) {
      losses.dropped(
        at ?? "messages",
        "Anthropic takes no text that is empty or only white space.",
      );
    }
    return [];
  }
  const native = (citations ?? []).map(nativeCitation).filter((one) => one !== null);
  if (native.length < (citations?.length ?? 0)) {
    losses.dropped(
      at === undefined ? "citations" : `${at}.citations`,
      "Anthropic takes only citations of its own.",
    );
  }
  return [{
    type: "text",
    text,
    ...(native.length === 0 ? {} : { citations: native }),
    ...writeMark(cache),
    ...whole,
  }];
}

/** Thinking goes back only with the proof that it is Anthropic's own. */
function reasoningBlocks({ text, proof, at, extra }: ReasoningPart, r: Rendering): JsonObject[] {
  if (proof?.format === "anthropic_messages") {
    const { signature, data } = proof.value;
    const rest = r.losses.extra(extra, at);
    return typeof data === "string"
      ? [{ type: "redacted_thinking", data }]
      : [{ type: "thinking", thinking: text, signature: signature ?? "", ...rest }];
  }
  if (text !== "") {
    r.losses.droppedAll(
      at ?? "messages",
      "Anthropic takes earlier thinking only with a signature of its own; this has none.",
    );
  }
  return [];
}

function callBlock(part: ToolCallPart, { names, losses }: Rendering): JsonObject {
  return {
    type: "tool_use",
    id: part.id,
    name: names.flat(part.name, part.namespace),
    input: inputOf(part, (message) => losses.adapted(part.at ?? "messages", message)),
    ...writeMark(part.cache),
    ...losses.extra(part.extra, part.at),
  };
}

/** A call's arguments as the object that `input` must be. */
export function inputOf(
  { kind, arguments: args }: Pick<ToolCallPart, "kind" | "arguments">,
  adapted: (message: string) => void,
): JsonObject {
  const text = kind === "custom" ? wrapCustomInput(args) : args;
  if (text.trim() === "") return {};
  const parsed = parseJson(text);
  if (isObject(parsed)) return parsed;
  adapted(`Arguments that are no JSON object are sent as text under '${UNREAD_ARGUMENTS}'.`);
  return { [UNREAD_ARGUMENTS]: args };
}

/** A `tool_result` block for the call with this id. */
export function resultBlock(part: ToolResultPart, id: string, rendering: Rendering): JsonObject {
  const content = resultContent(part, rendering);
  const [only] = content;
  const isPlain = content.length === 1 && only !== undefined &&
    Object.keys(only).every((key) => key === "type" || key === "text");
  return {
    type: "tool_result",
    tool_use_id: id,
    ...(content.length === 0 ? {} : { content: isPlain ? only.text : content }),
    ...(part.isError ? { is_error: true } : {}),
    ...writeMark(part.cache),
    ...rendering.losses.extra(part.extra, part.at),
  };
}

/** The blocks of a result. */
export function resultContent(part: ToolResultPart, rendering: Rendering): JsonObject[] {
  return part.content.flatMap((one) => blocksOf(one, rendering));
}
