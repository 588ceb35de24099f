/**
 * Reads requests in Gemini's format. Members may be spelled in snake case, as protobuf's JSON allows.
 *
 * @module
 */
import { isRecord, type Json, num, record, records, str } from "../json.ts";
import { type Meaning, mediaMark, schemaMeaning, textOf, Turns } from "./meaning.ts";

export function generateMeaning(body: Json): Meaning {
  const turns = new Turns();
  for (const content of records(at(body, "contents"))) {
    const turn = turns.on(content.role === "model" ? "assistant" : "user");
    for (const part of records(content.parts)) takePart(part, turn);
  }
  const config = record(at(body, "generationConfig"));
  const calling = record(at(record(at(body, "toolConfig")), "functionCallingConfig"));
  const thinking = at(config, "thinkingConfig");
  const schema = at(config, "responseSchema") ?? at(config, "responseJsonSchema");
  return {
    system: textOf(record(at(body, "systemInstruction")).parts),
    turns: turns.all,
    tools: records(at(body, "tools")).flatMap((tool) => records(at(tool, "functionDeclarations")))
      .map((fn) => ({
        name: str(fn.name),
        schema: schemaMeaning(fn.parameters ?? at(fn, "parametersJsonSchema")) ?? {},
      })),
    choice: choiceOf(calling),
    isSerial: false,
    maxTokens: num(at(config, "maxOutputTokens")),
    temperature: num(config.temperature),
    topP: num(at(config, "topP")),
    stop: Array.isArray(at(config, "stopSequences")) ? [...list(at(config, "stopSequences"))] : [],
    output: schema === undefined
      ? at(config, "responseMimeType") === "application/json" ? "json" : null
      : schemaMeaning(schema),
    thinks: isRecord(thinking) ? thinksOf(thinking) : null,
  };
}

function takePart(part: Json, turn: Turns["all"][number]): void {
  const call = at(part, "functionCall");
  const result = at(part, "functionResponse");
  const inline = at(part, "inlineData");
  const file = at(part, "fileData");
  if (isRecord(call)) turn.calls.push({ name: str(call.name), args: call.args ?? {} });
  else if (isRecord(result)) {
    turn.results.push(resultText(record(result.response)));
    for (const inner of records(result.parts)) takePart(inner, turn);
  } else if (isRecord(inline)) {
    turn.media.push(`${kindOf(str(at(inline, "mimeType")))} ${mediaMark(str(inline.data))}`);
  } else if (isRecord(file)) {
    const uri = str(at(file, "fileUri"));
    turn.media.push(`${kindOf(str(at(file, "mimeType")))} ${mediaMark(uri)}`);
  } else if (part.thought !== true) turn.text += str(part.text);
}

/** By convention the result stands under `result` or `output`, an error under `error`. */
function resultText(response: Json): string {
  const keys = Object.keys(response);
  const inner = keys.length === 1
    ? response.result ?? response.output ?? response.error
    : undefined;
  if (typeof inner === "string") return inner;
  return keys.length === 0 ? "" : JSON.stringify(inner ?? response);
}

function kindOf(mimeType: string): string {
  const kind = mimeType.split("/")[0] ?? "";
  return kind === "image" || kind === "audio" ? kind : "file";
}

function thinksOf(thinking: Json): boolean | null {
  const budget = num(at(thinking, "thinkingBudget"));
  if (budget !== null) return budget !== 0;
  return typeof at(thinking, "thinkingLevel") === "string" ? true : null;
}

function choiceOf(calling: Json): string | null {
  const names = list(at(calling, "allowedFunctionNames"));
  switch (calling.mode) {
    case "ANY":
      return names.length === 1 ? `tool:${names[0]}` : "required";
    case "AUTO":
    case "VALIDATED":
      return "auto";
    case "NONE":
      return "none";
    default:
      return null;
  }
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function at(node: Json, name: string): unknown {
  return node[name] ?? node[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}
