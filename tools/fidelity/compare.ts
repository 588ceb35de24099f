/**
 * Holds what a caller got against what the provider said. Differences that a format cannot avoid are
 * rules here, each with its reason; everything else is a failure.
 *
 * @module
 */
import type { ChoiceReading, End, Reading, UsageReading } from "./oracle/reading.ts";
import type { Format } from "./recordings.ts";

/** How a caller's answer was read. */
export interface Reader {
  readonly format: Format;
  /** False: whoever put the answer together knows nothing of reasoning. Default true. */
  readonly knowsReasoning?: boolean;
}

/** What is wrong with a caller's answer, one line each; none: it says what the provider said. */
export function differences(source: Reading, got: Reading, reader: Reader): string[] {
  const { format } = reader;
  const found: string[] = [];
  // Messages and Responses have one answer only.
  const isSingle = format === "anthropic_messages" || format === "openai_responses";
  const expected = isSingle ? source.choices.slice(0, 1) : source.choices;
  if (got.choices.length < expected.length) {
    found.push(`choices: ${expected.length} became ${got.choices.length}`);
  }
  expected.forEach((choice, index) => {
    const other = got.choices[index];
    if (other === undefined) return;
    const prefix = expected.length > 1 ? `choice ${index} ` : "";
    found.push(...choiceDifferences(choice, other, reader).map((line) => prefix + line));
  });
  found.push(...usageDifferences(source.usage, got.usage, format));
  return found;
}

function choiceDifferences(
  source: ChoiceReading,
  got: ChoiceReading,
  { format, knowsReasoning = true }: Reader,
): string[] {
  const found: string[] = [];
  const hasRefusal = format === "openai_chat" || format === "openai_responses";
  // Messages and Gemini have no place for a refusal but the text.
  const told = hasRefusal ? source.text : source.text + source.refusal;
  // Where there is no sound, its transcript is the text.
  const isMute = format === "openai_responses" || format === "anthropic_messages";
  const text = isMute ? told + source.spoken : told;
  if (got.text !== text) found.push(`text: ${short(text)} became ${short(got.text)}`);
  if (hasRefusal && got.refusal !== source.refusal) {
    found.push(`refusal: ${short(source.refusal)} became ${short(got.refusal)}`);
  }
  // Formats part reasoning into blocks and paragraphs differently.
  if (knowsReasoning && squeezed(got.reasoning) !== squeezed(source.reasoning)) {
    found.push(`reasoning: ${short(source.reasoning)} became ${short(got.reasoning)}`);
  }
  const [before, after] = [callsText(source, format), callsText(got, format)];
  if (before !== after) found.push(`calls: ${short(before)} became ${short(after)}`);
  if (!endsAgree(source, got.end, hasRefusal)) {
    found.push(`finish: ${source.end} became ${got.end}`);
  }
  if (format === "gemini" && source.media !== got.media) {
    found.push(`media: ${source.media} became ${got.media}`);
  }
  return found;
}

/**
 * Free text, of a custom tool or of arguments that were cut off, stands inside an object where
 * arguments are objects: under which name is the format's own business.
 */
function callsText({ calls }: ChoiceReading, format: Format): string {
  const isOpenAi = format === "openai_chat" || format === "openai_responses";
  return JSON.stringify(calls.map(({ name, args }) => ({
    name,
    args: sorted(isOpenAi ? args : innerText(args)),
  })));
}

function innerText(args: unknown): unknown {
  if (typeof args !== "object" || args === null) return args;
  const [[name, value] = [], ...more] = Object.entries(args);
  const isWrapped = name === "input" || name === "unparsed_arguments";
  return isWrapped && more.length === 0 && typeof value === "string" ? value : args;
}

const ALLOWED: Readonly<Record<End, readonly (End | null)[]>> = {
  stop: ["stop"],
  tool_calls: ["tool_calls"],
  length: ["length"],
  filtered: ["filtered"],
  // Only Messages can pause.
  pause: ["pause", "stop", "other"],
  failed: ["failed", "other", "filtered", "stop"],
  other: ["other", "stop", "failed", "filtered"],
};

function endsAgree(
  { end, calls, refusal }: ChoiceReading,
  got: End | null,
  hasRefusal: boolean,
): boolean {
  if (end === null) return true; // the error tells
  // What a refusal's text cannot say, its end may.
  if (!hasRefusal && refusal !== "" && got === "filtered") return true;
  // A named tool choice ends with `stop` at OpenAI, though there are calls.
  if (end === "stop" && calls.length > 0 && got === "tool_calls") return true;
  return ALLOWED[end].includes(got);
}

function usageDifferences(
  source: UsageReading | null,
  got: UsageReading | null,
  format: Format,
): string[] {
  if (source === null) return [];
  const found: string[] = [];
  const check = (name: keyof UsageReading, isNeeded: boolean): void => {
    const told = source[name];
    if (told === null || (!isNeeded && got?.[name] === undefined)) return;
    const shown = got?.[name] ?? null;
    // Zero and nothing are the same to whoever adds up.
    if (shown === told || (told === 0 && shown === null)) return;
    found.push(`usage ${name}: ${told} became ${shown}`);
  };
  check("prompt", true);
  check("completion", true);
  check("cached", true);
  check("reasoning", format !== "anthropic_messages");
  return found;
}

/** What an error must look like to the caller. */
export function errorDifferences(source: string, shown: string | null): string[] {
  if (shown === null) return ["error: it was not shown"];
  const words = source.slice(0, 60);
  return shown.includes(words) ? [] : [`error: ${short(source)} became ${short(shown)}`];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([k, v]) => [k, sorted(v)]),
  );
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, "");
}

function short(text: string): string {
  const flat = JSON.stringify(text);
  return flat.length <= 90 ? flat : `${flat.slice(0, 60)}…${flat.slice(-25)}`;
}
