/**
 * Translates requests and compares what they ask for.
 *
 * @module
 */
import { FlowError } from "../../lib/domain/errors.ts";
import { codecOf } from "./inbound.ts";
import type { Json } from "./oracle/json.ts";
import { messagesMeaning } from "./oracle/requests/anthropic.ts";
import { chatMeaning } from "./oracle/requests/chat.ts";
import { generateMeaning } from "./oracle/requests/gemini.ts";
import { type Meaning, meaningDifferences } from "./oracle/requests/meaning.ts";
import { responsesMeaning } from "./oracle/requests/responses.ts";
import { type Format, FORMATS } from "./recordings.ts";

const READERS: Readonly<Record<Format, (body: Json) => Meaning>> = {
  openai_chat: chatMeaning,
  openai_responses: responsesMeaning,
  anthropic_messages: messagesMeaning,
  gemini: generateMeaning,
};

/** One translation of one request. */
export interface CrossFinding {
  readonly name: string;
  readonly from: Format;
  readonly to: Format;
  /** Nothing differs that no warning tells of. */
  readonly agrees: boolean;
  /** What differs, or why it was refused; those that a warning tells of say so. */
  readonly differences: readonly string[];
}

/** A request in one format, and the same wish in others where it is written down. */
export interface Intent {
  readonly name: string;
  readonly model: string;
  readonly bodies: Readonly<Partial<Record<Format, Json>>>;
}

/**
 * Translates each given request into every other format: compares with the given one there, else with
 * what itself says.
 */
export function crossIntent({ name, model, bodies }: Intent): CrossFinding[] {
  return FORMATS.flatMap((from) => {
    const body = bodies[from];
    if (body === undefined) return [];
    return FORMATS.filter((to) => to !== from).map((to) => {
      const given = bodies[to];
      const differences = compared(body, from, to, model, given);
      const agrees = differences.every((line) => line.startsWith("(told) "));
      return { name, from, to, agrees, differences };
    });
  });
}

/** Models that can what their formats can. */
const ABLE: Readonly<Record<Format, string>> = {
  openai_chat: "gpt-5.2",
  openai_responses: "gpt-5.2",
  anthropic_messages: "claude-sonnet-4-5",
  gemini: "gemini-3-pro-preview",
};

function compared(
  body: Json,
  from: Format,
  to: Format,
  model: string,
  given: Json | undefined,
): string[] {
  try {
    const request = codecOf(from).parseRequest(body, { model, stream: false });
    const rendered = codecOf(to).renderRequest(request, {
      model: ABLE[to],
      quirks: {},
      maxOutputTokens: null,
    });
    const wanted = given === undefined ? READERS[from](body) : READERS[to](given);
    const told = rendered.warnings.map(({ field, message }) => `${field}: ${message}`);
    return meaningDifferences(wanted, READERS[to](rendered.body))
      .filter((line) => !isUnavoidable(line, to))
      .map((line) => {
        const warning = told.find((text) => tells(text, line));
        return warning === undefined ? line : `(told) ${line} — ${warning}`;
      });
  } catch (thrown) {
    if (thrown instanceof FlowError && thrown.code === "invalid_request") {
      return [`(told) refused: ${thrown.message}`];
    }
    throw thrown;
  }
}

/** Messages wants a limit in every request. */
function isUnavoidable(line: string, to: Format): boolean {
  return to === "anthropic_messages" && line.startsWith("max tokens: null became");
}

const SUBJECTS: readonly [subject: string, words: RegExp][] = [
  ["system", /system|instructions|messages|the model is told|it is told/],
  ["turns", /messages|input|contents|content/],
  ["tools", /tools/],
  ["tool choice", /tool_?choice|tools|toolConfig/i],
  ["serial calls", /parallel/],
  ["max tokens", /max/],
  ["temperature", /temperature/],
  ["top p", /top_?p/i],
  ["stop", /stop/],
  ["output", /format|schema|mime/i],
  ["thinking", /think|reason|effort/],
];

function tells(warning: string, line: string): boolean {
  return SUBJECTS.some(([subject, words]) => line.startsWith(`${subject}:`) && words.test(warning));
}
