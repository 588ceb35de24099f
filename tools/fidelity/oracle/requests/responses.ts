/**
 * Reads requests in OpenAI's Responses format.
 *
 * @module
 */
import { isRecord, type Json, num, parsed, record, records, str } from "../json.ts";
import { FREE_TEXT, type Meaning, mediaMark, schemaMeaning, textOf, Turns } from "./meaning.ts";

export function responsesMeaning(body: Json): Meaning {
  const turns = new Turns();
  const system = typeof body.instructions === "string" ? [body.instructions] : [];
  if (typeof body.input === "string") turns.on("user").text += body.input;
  for (const item of records(body.input)) takeItem(item, turns, system);
  const format = record(record(body.text).format);
  const { effort } = record(body.reasoning);
  return {
    system: system.join("\n"),
    turns: turns.all,
    tools: records(body.tools).map((tool) => ({
      name: str(tool.name),
      schema: tool.type === "custom" ? FREE_TEXT : schemaMeaning(tool.parameters),
    })),
    choice: choiceOf(body.tool_choice),
    isSerial: body.parallel_tool_calls === false,
    maxTokens: num(body.max_output_tokens),
    temperature: num(body.temperature),
    topP: num(body.top_p),
    stop: [],
    output: format.type === "json_schema"
      ? schemaMeaning(format.schema)
      : format.type === "json_object"
      ? "json"
      : null,
    thinks: typeof effort === "string" ? effort !== "none" : null,
  };
}

function takeItem(item: Json, turns: Turns, system: string[]): void {
  switch (item.type) {
    case "function_call":
      turns.on("assistant").calls.push({ name: str(item.name), args: parsed(str(item.arguments)) });
      break;
    case "custom_tool_call":
      turns.on("assistant").calls.push({ name: str(item.name), args: str(item.input) });
      break;
    case "function_call_output":
    case "custom_tool_call_output":
      turns.on("user").results.push(textOf(item.output));
      takeMedia(turns.on("user"), item.output);
      break;
    case undefined:
    case "message": {
      if (item.role === "system" || item.role === "developer") {
        system.push(textOf(item.content));
        break;
      }
      const turn = turns.on(item.role === "assistant" ? "assistant" : "user");
      turn.text += textOf(item.content);
      for (const part of records(item.content)) turn.text += str(part.refusal);
      takeMedia(turn, item.content);
    }
  }
}

function takeMedia(turn: Turns["all"][number], content: unknown): void {
  for (const part of records(content)) {
    if (part.type === "input_image") turn.media.push(`image ${mediaMark(str(part.image_url))}`);
    if (part.type === "input_audio") {
      turn.media.push(`audio ${mediaMark(str(record(part.input_audio).data))}`);
    }
    if (part.type === "input_file") {
      turn.media.push(`file ${mediaMark(str(part.file_data) || str(part.file_url))}`);
    }
  }
}

function choiceOf(choice: unknown): string | null {
  if (typeof choice === "string") return choice;
  if (!isRecord(choice)) return null;
  return str(choice.name) === "" ? JSON.stringify(choice) : `tool:${str(choice.name)}`;
}
