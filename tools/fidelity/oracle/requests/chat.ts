/**
 * Reads requests in OpenAI's chat format.
 *
 * @module
 */
import { isRecord, type Json, num, parsed, record, records, str } from "../json.ts";
import { FREE_TEXT, type Meaning, mediaMark, schemaMeaning, textOf, Turns } from "./meaning.ts";

export function chatMeaning(body: Json): Meaning {
  const turns = new Turns();
  const system: string[] = [];
  for (const message of records(body.messages)) {
    switch (message.role) {
      case "system":
      case "developer":
        system.push(textOf(message.content));
        break;
      case "tool":
      case "function":
        turns.on("user").results.push(textOf(message.content));
        takeMedia(turns.on("user"), message.content);
        break;
      default: {
        const turn = turns.on(message.role === "assistant" ? "assistant" : "user");
        turn.text += textOf(message.content) + str(message.refusal);
        takeMedia(turn, message.content);
        for (const call of records(message.tool_calls)) {
          const fn = record(call.function ?? call.custom);
          const args = fn.arguments === undefined ? str(fn.input) : parsed(str(fn.arguments));
          turn.calls.push({ name: str(fn.name), args });
        }
      }
    }
  }
  const format = record(body.response_format);
  // OpenRouter has `reasoning: {effort | max_tokens | enabled}`.
  const wish = record(body.reasoning);
  const isWished = num(wish.max_tokens) !== null || wish.enabled === true;
  const effort = body.reasoning_effort ?? wish.effort ?? (isWished ? "some" : undefined);
  return {
    system: system.join("\n"),
    turns: turns.all,
    tools: records(body.tools).map((tool) => {
      const fn = record(tool.function ?? tool.custom);
      return {
        name: str(fn.name),
        schema: tool.type === "custom" ? FREE_TEXT : schemaMeaning(fn.parameters),
      };
    }),
    choice: choiceOf(body.tool_choice),
    isSerial: body.parallel_tool_calls === false,
    maxTokens: num(body.max_completion_tokens) ?? num(body.max_tokens),
    temperature: num(body.temperature),
    topP: num(body.top_p),
    stop: typeof body.stop === "string" ? [body.stop] : Array.isArray(body.stop) ? body.stop : [],
    output: format.type === "json_schema"
      ? schemaMeaning(record(format.json_schema).schema)
      : format.type === "json_object"
      ? "json"
      : null,
    thinks: typeof effort === "string" ? effort !== "none" : null,
  };
}

function takeMedia(turn: Turns["all"][number], content: unknown): void {
  for (const part of records(content)) {
    if (part.type === "image_url") {
      turn.media.push(`image ${mediaMark(str(record(part.image_url).url))}`);
    }
    if (part.type === "input_audio") {
      turn.media.push(`audio ${mediaMark(str(record(part.input_audio).data))}`);
    }
    if (part.type === "file") {
      turn.media.push(`file ${mediaMark(str(record(part.file).file_data))}`);
    }
  }
}

function choiceOf(choice: unknown): string | null {
  if (typeof choice === "string") return choice;
  if (!isRecord(choice)) return null;
  const name = str(record(choice.function ?? choice.custom).name);
  return name === "" ? JSON.stringify(choice) : `tool:${name}`;
}
