/**
 * A function's arguments and results are objects in Gemini, text elsewhere.
 *
 * @module
 */
import { isObject, type JsonObject, parseJson } from "../json/guards.ts";

/** Where arguments that are no JSON object stand. */
const UNPARSED = "unparsed_arguments";

/** Arguments as an object. `isWhole` is false when the text was none and is kept as one member. */
export function argumentsObject(text: string): { readonly args: JsonObject; isWhole: boolean } {
  if (text.trim() === "") return { args: {}, isWhole: true };
  const parsed = parseJson(text);
  return isObject(parsed)
    ? { args: parsed, isWhole: true }
    : { args: { [UNPARSED]: text }, isWhole: false };
}

/** Arguments as text. */
export function argumentsText(args: unknown): string {
  if (!isObject(args)) return "{}";
  const text = args[UNPARSED];
  return typeof text === "string" && Object.keys(args).length === 1 ? text : JSON.stringify(args);
}

/** A result as text, and whether it tells of an error. */
export interface ResultText {
  readonly text: string;
  readonly isError: boolean;
}

/**
 * Reads a `functionResponse.response`. By Gemini's convention `output` (its SDKs write `result` as
 * well) holds the result, `error` an error; any other object is the result itself.
 */
export function readResult(response: JsonObject): ResultText {
  const keys = Object.keys(response);
  if (keys.length === 0) return { text: "", isError: false };
  const [only] = keys;
  const isError = "error" in response && response.error !== null && !("output" in response) &&
    !("result" in response);
  if (keys.length === 1 && only !== undefined && ENVELOPES.has(only)) {
    const inner = response[only];
    // Text of an object would be taken for the object itself on the way back.
    if (typeof inner === "string") return { text: inner, isError };
    if (only !== "error" || !isError) return { text: JSON.stringify(inner), isError };
  }
  return { text: JSON.stringify(response), isError };
}

const ENVELOPES: ReadonlySet<string> = new Set(["result", "output", "error"]);

/** The object for a result: JSON objects as they are, all else in an envelope. */
export function renderResult({ text, isError }: ResultText): JsonObject {
  const parsed = looksLikeObject(text) ? parseJson(text) : undefined;
  const isKept = isObject(parsed) && keepsNumbers(text);
  if (isError) return isKept && tellsError(parsed) ? parsed : { error: text };
  if (text === "") return { result: "" };
  const isPlain = isKept && Object.keys(parsed).length > 0 &&
    !Object.keys(parsed).some((key) => ENVELOPES.has(key));
  return isPlain ? parsed : { result: text };
}

/** Whether an object is read as this very error again, and not as an envelope around it. */
function tellsError(result: JsonObject): boolean {
  const { text, isError } = readResult(result);
  return isError && text === JSON.stringify(result);
}

/** A number that a double holds: at most 15 digits, of an ordinary size. */
function isExact(number: string): boolean {
  const digits = number.replace(/[eE].*$/, "").replace(".", "").replace(/^0+/, "");
  return digits.length <= 15 && Number.isFinite(Number(number));
}

function looksLikeObject(text: string): boolean {
  return /^\s*\{/.test(text);
}

/** Whether reading the numbers of a JSON text loses nothing: 64-bit ids would. */
function keepsNumbers(text: string): boolean {
  // Most texts have no number that could lose anything, and this finds out ten times faster.
  if (!/\d[\d.]{14}|\d[eE]/.test(text)) return true;
  const outside = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const numbers = outside.match(/\d[\d.]{14,}|\d[\d.]*[eE][+-]?\d+/g) ?? [];
  return numbers.every((number) => isExact(number));
}
