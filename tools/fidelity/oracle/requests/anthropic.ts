/**
 * Reads requests in Anthropic's Messages format.
 *
 * @module
 */
import { type Json, num, record, records, str } from "../json.ts";
import { type Meaning, mediaMark, schemaMeaning, textOf, Turns } from "./meaning.ts";

export function messagesMeaning(body: Json): Meaning {
  const turns = new Turns();
  const system = [textOf(body.system)];
  for (const message of records(body.messages)) {
    if (message.role === "system") {
      system.push(textOf(message.content));
      continue;
    }
    const turn = turns.on(message.role === "assistant" ? "assistant" : "user");
    if (typeof message.content === "string") turn.text += message.content;
    for (const block of records(message.content)) takeBlock(block, turn);
  }
  const choice = record(body.tool_choice);
  const thinking = record(body.thinking).type;
  const format = record(record(body.output_config).format ?? body.output_format);
  return {
    system: system.join("\n"),
    turns: turns.all,
    tools: records(body.tools).map((tool) => ({
      name: str(tool.name),
      schema: schemaMeaning(tool.input_schema),
    })),
    choice: choiceOf(choice),
    isSerial: choice.disable_parallel_tool_use === true,
    maxTokens: num(body.max_tokens),
    temperature: num(body.temperature),
    topP: num(body.top_p),
    stop: Array.isArray(body.stop_sequences) ? body.stop_sequences : [],
    output: format.type === "json_schema" ? schemaMeaning(format.schema) : null,
    thinks: typeof thinking === "string" ? thinking !== "disabled" : null,
  };
}

function takeBlock(block: Json, turn: Turns["all"][number]): void {
  switch (block.type) {
    case "text":
      turn.text += str(block.text);
      break;
    case "image":
      turn.media.push(`image ${sourceMark(block)}`);
      break;
    case "document":
      turn.media.push(`file ${sourceMark(block)}`);
      break;
    case "tool_use":
      turn.calls.push({ name: str(block.name), args: block.input ?? {} });
      break;
    case "tool_result":
      turn.results.push(
        typeof block.content === "string"
          ? block.content
          : records(block.content).map(resultText).join(""),
      );
      for (const part of records(block.content)) {
        if (part.type === "image") turn.media.push(`image ${sourceMark(part)}`);
        if (part.type === "document") turn.media.push(`file ${sourceMark(part)}`);
      }
  }
}

function sourceMark(block: Json): string {
  const source = record(block.source);
  // Plain text is not in base64 here; everywhere else it is.
  const data = source.type === "text" ? base64(str(source.data)) : str(source.data);
  return mediaMark(data || str(source.url));
}

function choiceOf(choice: Json): string | null {
  switch (choice.type) {
    case "any":
      return "required";
    case "tool":
      return `tool:${str(choice.name)}`;
    case "auto":
    case "none":
      return choice.type;
    default:
      return null;
  }
}

function base64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

/** What a search result says is its title, its source and its text. */
function resultText(part: Json): string {
  if (part.type !== "search_result") return str(part.text);
  return str(part.title) + str(part.source) + textOf(part.content);
}
