/**
 * Writes messages as the items of a request's `input`.
 *
 * @module
 */
import type {
  Part,
  RefusalPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from "../../domain/conversation/parts.ts";
import type { Message } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { generatedImage } from "./generated_image.ts";
import { notesOf, OWN } from "./own_members.ts";
import { noteCacheMark, renderAnnotation, renderContentPart } from "./render_content.ts";
import { renderReasoning } from "./render_reasoning.ts";
import type { Rendering } from "./rendering.ts";

/** The items of all messages, in order. Throws `invalid_request` for what cannot be sent. */
export function renderInput(r: Rendering, messages: readonly Message[]): JsonObject[] {
  return messages.flatMap((message, i) => {
    const at = message.at ?? `messages[${i}]`;
    if (message.name !== undefined) {
      r.losses.dropped(`${at}.name`, "The Responses format has no names of participants.");
    }
    return message.role === "assistant"
      ? new AssistantItems(r, at).of(message)
      : callerItems(message, at, r);
  });
}

/** Messages of the caller's side; tool results stand between them as items of their own. */
function callerItems(message: Message, at: string, r: Rendering): JsonObject[] {
  const items: JsonObject[] = [];
  let content: JsonObject[] = [];
  const own = r.losses.own(message.extra, at);
  const flush = () => {
    if (content.length > 0) {
      items.push({
        type: "message",
        role: roleOf(message, r),
        content,
        ...notesOf(message),
        ...own,
      });
    }
    content = [];
  };
  message.parts.forEach((part, i) => {
    const where = part.at ?? `${at}.content[${i}]`;
    if (part.type === "tool_result") {
      flush();
      items.push(renderResult(part, where, r));
    } else if (part.type === "foreign" && part.format === OWN && isItem(part.value)) {
      flush();
      items.push(part.value);
    } else {
      const rendered = renderContentPart(part, where, r);
      if (rendered !== null) content.push(rendered);
    }
  });
  flush();
  return items;
}

function roleOf({ role }: Message, { target }: Rendering): string {
  if (role === "developer" && target.quirks.noDeveloperRole === true) return "system";
  return role === "tool" ? "user" : role;
}

/** Foreign values are items of their own or content of a message: the latter's types begin so. */
function isItem(value: JsonObject): boolean {
  return !String(value.type).startsWith("input_");
}

function renderResult(part: ToolResultPart, at: string, r: Rendering): JsonObject {
  if (part.isError) {
    r.losses.dropped(`${at}.is_error`, "The Responses format does not mark failed tool results.");
  }
  if (part.cache !== undefined) noteCacheMark(at, r.losses);
  return {
    type: part.kind === "custom" ? "custom_tool_call_output" : "function_call_output",
    call_id: r.ids.of(part.callId),
    output: outputOf(part, at, r),
    ...notesOf(part),
    ...r.losses.own(part.extra, at),
  };
}

/** Plain text where it is one, else a list of parts. */
function outputOf(part: ToolResultPart, at: string, r: Rendering): string | JsonObject[] {
  const list = part.content.map((one, i) =>
    renderContentPart(one, one.at ?? `${at}.content[${i}]`, r)
  ).filter((one) => one !== null);
  const [only] = list;
  if (only === undefined) return "";
  const isPlain = list.length === 1 && Object.keys(only).length === 2;
  return isPlain && typeof only.text === "string" ? only.text : list;
}

/**
 * A message without an id that is one plain text has that text for content: lists of `output_text`
 * belong to messages with ids, and servers stricter than OpenAI refuse them in others.
 */
function plainly(item: JsonObject): JsonObject {
  const { id, content } = item;
  if (item.type !== "message" || id !== undefined || !Array.isArray(content)) return item;
  const [only]: unknown[] = content;
  if (content.length !== 1 || !isObject(only) || only.type !== "output_text") return item;
  const isPlain = Object.keys(only).length === 3 && Array.isArray(only.annotations) &&
    only.annotations.length === 0;
  return isPlain ? { ...item, content: only.text } : item;
}

/** The items of one assistant message. */
class AssistantItems {
  readonly #items: JsonObject[] = [];
  /** Content of the message item that is being written. */
  #content: JsonObject[] | null = null;

  constructor(private readonly r: Rendering, private readonly at: string) {}

  of(message: Message): JsonObject[] {
    this.r.losses.own(message.extra, this.at);
    message.parts.forEach((part, i) => this.#add(part, part.at ?? `${this.at}.content[${i}]`));
    return (this.r.isOwn ? this.#items : this.#withoutLastReasoning()).map(plainly);
  }

  #add(part: Part, at: string): void {
    if (part.type === "text" || part.type === "refusal") return this.#say(part, at);
    this.#content = null;
    switch (part.type) {
      case "reasoning": {
        const item = renderReasoning(part, at, this.r);
        if (item !== null) this.#items.push(item);
        return;
      }
      case "tool_call":
        this.#items.push(this.#call(part, at));
        return;
      case "image":
      case "file":
        return this.#media(part, at);
      case "audio":
        return this.#spoken(part.transcript, at);
      case "foreign":
        if (part.format === OWN) this.#items.push(part.value);
        else {this.r.losses.dropped(
            at,
            `The Responses format has no '${String(part.value.type)}' of ${part.format}.`,
          );}
        return;
      case "tool_result":
        this.#items.push(renderResult(part, at, this.r));
    }
  }

  #say(part: TextPart | RefusalPart, at: string): void {
    const { phase, item, ...own } = this.r.losses.own(part.extra, at);
    const notes = notesOf(part).item;
    if (this.#content === null || isObject(notes) || phase !== undefined) {
      this.#content = [];
      this.#items.push({
        type: "message",
        role: "assistant",
        content: this.#content,
        ...(isObject(notes) ? notes : {}),
        ...(isObject(item) ? item : {}),
        ...defined({ phase }),
      });
    }
    if (part.type === "refusal") {
      this.#content.push({ type: "refusal", refusal: part.text, ...own });
      return;
    }
    if (part.cache !== undefined && !this.r.isOwn) noteCacheMark(at, this.r.losses);
    const annotations = (part.citations ?? []).map((one) =>
      renderAnnotation(one, part.text.length)
    );
    if (annotations.includes(null)) {
      this.r.losses.dropped(at, "Citations without an address have no place in this format.");
    }
    this.#content.push({
      type: "output_text",
      text: part.text,
      annotations: annotations.filter((one) => one !== null),
      ...own,
    });
  }

  #call(part: ToolCallPart, at: string): JsonObject {
    const { r } = this;
    if (part.cache !== undefined) noteCacheMark(at, r.losses);
    const isCustom = part.kind === "custom";
    return defined({
      type: isCustom ? "custom_tool_call" : "function_call",
      call_id: r.ids.of(part.id),
      name: r.toolName(part.name, part.namespace),
      namespace: r.isOwn ? part.namespace : undefined,
      [isCustom ? "input" : "arguments"]: part.arguments,
      ...notesOf(part),
      ...r.losses.own(part.extra, at),
    });
  }

  /** Pictures that OpenAI made go back as such; all else is shown to the model as the user's. */
  #media(part: Extract<Part, { type: "image" | "file" }>, at: string): void {
    const id = notesOf(part).id;
    const made = part.type === "image" && typeof id === "string" ? generatedImage(part, id) : null;
    if (made !== null) {
      this.#items.push(made);
      return;
    }
    const content = renderContentPart(part, at, this.r);
    if (content === null) return;
    this.r.losses.adapted(at, "OpenAI's models take pictures and files from the user only.");
    this.#items.push({ type: "message", role: "user", content: [content] });
  }

  #spoken(transcript: string | undefined, at: string): void {
    if (transcript === undefined) {
      this.r.losses.dropped(at, "The Responses format has no sound in the model's messages.");
      return;
    }
    this.r.losses.adapted(at, "Of the model's own speech only the transcript is sent.");
    this.#say({ type: "text", text: transcript }, at);
  }

  /** OpenAI refuses reasoning that nothing follows; a caller's cut conversation may end in it. */
  #withoutLastReasoning(): JsonObject[] {
    const end = this.#items.findLastIndex((item) => item.type !== "reasoning") + 1;
    if (end < this.#items.length) {
      this.r.losses.dropped(this.at, "Reasoning at the end of a turn is refused by OpenAI.");
    }
    return this.#items.slice(0, end);
  }
}
