/**
 * Holds answers against the vendors' schemas.
 *
 * @module
 */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Crossing } from "./gateway.ts";
import { readEvents } from "./oracle/sse.ts";
import type { Format } from "./recordings.ts";

/** Judges bodies and events. */
export interface SchemaJudge {
  /** What does not hold, one line each, at most a few. */
  problems(format: Format, crossing: Crossing): string[];
}

interface Names {
  readonly file: string;
  readonly whole: string;
  readonly event: string;
  readonly error: string | null;
}

const NAMES: Readonly<Record<Format, Names>> = {
  openai_chat: {
    file: "openai.relaxed.schema.json",
    whole: "CreateChatCompletionResponse",
    event: "CreateChatCompletionStreamResponse",
    error: "ErrorResponse",
  },
  openai_responses: {
    file: "openai.relaxed.schema.json",
    whole: "Response",
    event: "ResponseStreamEvent",
    error: "ErrorResponse",
  },
  anthropic_messages: {
    file: "anthropic.relaxed.schema.json",
    whole: "Message",
    // One schema per type of event.
    event: "",
    error: "BetaErrorResponse",
  },
  gemini: {
    file: "gemini.schema.json",
    whole: "GenerateContentResponse",
    event: "GenerateContentResponse",
    error: null,
  },
};

/** What the vendor's client library has and its schema has not yet: streamed calls of custom tools. */
const BEHIND = [/^\/choices\/\d+\/delta\/tool_calls\/\d+\/type$/];

/**
 * Reads the schemas of a folder: `openai.relaxed.schema.json`, `anthropic.relaxed.schema.json` and
 * `gemini.schema.json`, each with its types under `$defs`, as the vendors name them.
 */
export async function readSchemas(folder: string): Promise<SchemaJudge> {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: false,
    validateFormats: false,
    logger: false,
  });
  const ids = new Map<string, string>();
  for (const { file } of Object.values(NAMES)) {
    if (ids.has(file)) continue;
    const schema = JSON.parse(await Deno.readTextFile(`${folder}/${file}`));
    ajv.addSchema(schema);
    ids.set(file, schema.$id);
  }
  const validators = new Map<string, ValidateFunction>();
  const validator = (file: string, name: string): ValidateFunction => {
    const ref = `${ids.get(file)}#/$defs/${name}`;
    const known = validators.get(ref) ?? ajv.compile({ $ref: ref });
    validators.set(ref, known);
    return known;
  };
  const check = (file: string, name: string, value: unknown, what: string): string[] => {
    const validate = validator(file, name);
    if (validate(value)) return [];
    const { instancePath = "", message = "" } = validate.errors?.[0] ?? {};
    if (BEHIND.some((path) => path.test(instancePath))) return [];
    return [`${what} is no ${name}: ${instancePath} ${message}`];
  };
  return {
    problems(format, { status, text }) {
      const { file, whole, event, error } = NAMES[format];
      if (!/^\s*[\[{]/.test(text)) {
        const problems = readEvents(text).flatMap(({ data }) => {
          if (data === null || data.error !== undefined && format === "openai_chat") return [];
          if (format === "anthropic_messages" && (data.type === "ping" || data.type === "error")) {
            return [];
          }
          if (format === "gemini" && data.error !== undefined) return [];
          const name = event === "" ? eventName(data.type) : event;
          return check(file, name, data, `an event (${data.type ?? "chunk"})`);
        });
        return [...new Set(problems)].slice(0, 3);
      }
      if (status < 400) return check(file, whole, JSON.parse(text), "the body");
      return error === null ? [] : check(file, error, JSON.parse(text), "the error body");
    },
  };
}

/** `content_block_start` → `ContentBlockStartEvent`. */
function eventName(type: unknown): string {
  const words = String(type).split("_");
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("") + "Event";
}
