/**
 * Writes a conversation as chat messages.
 *
 * @module
 */
import type { Part, ToolResultPart } from "../../domain/conversation/parts.ts";
import type { Message } from "../../domain/conversation/request.ts";
import type { JsonObject } from "../json/guards.ts";
import { renderAssistant } from "./render_assistant.ts";
import { cacheMember, isMedia, renderContent } from "./render_content.ts";
import type { Rendering } from "./rendering.ts";

/** Between texts of one message that become one string. */
const PARAGRAPH = "\n\n";

/** The messages. Throws `invalid_request` for media that chat has no way to write. */
export function renderMessages(rendering: Rendering): readonly JsonObject[] {
  const written = new WrittenMessages(rendering);
  for (const message of rendering.request.messages) written.add(message);
  return written.finish();
}

class WrittenMessages {
  readonly #messages: JsonObject[] = [];
  /** Media of tools and of the model, which chat knows in a user's message only. */
  #held: Part[] = [];

  constructor(private readonly rendering: Rendering) {}

  add(message: Message): void {
    const results = message.parts.filter((part) => part.type === "tool_result");
    const others = message.parts.filter((part) => part.type !== "tool_result");
    if (message.role === "assistant") {
      this.#showHeld();
      const { message: written, media } = renderAssistant(message, this.rendering);
      if (written !== null) this.#messages.push(written);
      this.#hold(media, message.at);
      return;
    }
    for (const result of results) this.#addResult(result, message);
    if (results.length > 0 && others.length === 0) return;
    this.#showHeld();
    this.#addPlain(message, others);
  }

  finish(): readonly JsonObject[] {
    this.#showHeld();
    return this.#messages;
  }

  #addPlain({ role, name, extra, at }: Message, parts: readonly Part[]): void {
    const { losses, target } = this.rendering;
    const isRenamed = role === "developer" && target.quirks.noDeveloperRole === true;
    this.#messages.push({
      role: isRenamed ? "system" : role === "tool" ? "user" : role,
      content: renderContent(parts, PARAGRAPH, this.rendering),
      ...(name === undefined ? {} : { name }),
      ...losses.own(extra, at),
    });
  }

  /** Results stand right behind their call's message, one message each. */
  #addResult(result: ToolResultPart, message: Message): void {
    const { rendering } = this;
    const { ids, isOwn, losses } = rendering;
    const media = isOwn ? [] : result.content.filter(isMedia);
    const shown = isOwn ? result.content : result.content.filter((part) => !isMedia(part));
    const content = renderContent(shown, "\n", rendering);
    this.#hold(media, result.at);
    this.#messages.push({
      role: "tool",
      tool_call_id: ids.of(result.callId),
      content: markedAsError(
        result,
        content === "" && media.length > 0 ? SEE_BELOW : content,
        rendering,
      ),
      ...cacheMember(result, rendering),
      ...losses.own(result.extra, result.at),
      ...losses.own(message.extra, message.at),
    });
  }

  #hold(media: readonly Part[], at: string | undefined): void {
    if (media.length === 0) return;
    this.#held.push(...media);
    this.rendering.losses.adapted(
      at ?? "messages",
      "Media that a tool or the model made went out in a user's message: chat has it nowhere else.",
    );
  }

  #showHeld(): void {
    if (this.#held.length === 0) return;
    const content = renderContent(
      [{ type: "text", text: "Attached by the previous message:" }, ...this.#held],
      PARAGRAPH,
      this.rendering,
    );
    this.#messages.push({ role: "user", content });
    this.#held = [];
  }
}

const SEE_BELOW = "The result is attached to the next message.";

/** Chat cannot say that a result is an error: its text has to. */
function markedAsError(
  { isError, at }: ToolResultPart,
  content: string | readonly JsonObject[],
  { losses }: Rendering,
): string | readonly JsonObject[] {
  if (!isError) return content;
  const start = typeof content === "string" ? content.slice(0, 80) : String(content[0]?.text ?? "");
  if (/error|fail|exception/i.test(start)) return content;
  losses.adapted(
    at === undefined ? "is_error" : `${at}.is_error`,
    'Chat has no mark for a failed tool: its result begins with "Error: " instead.',
  );
  if (typeof content === "string") return `Error: ${content}`;
  return [{ type: "text", text: "Error:" }, ...content];
}
