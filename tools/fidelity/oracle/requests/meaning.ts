/**
 * What a request asks for, read without any of the product's code, in a form in which requests of
 * different formats can be compared.
 *
 * @module
 */
import { isRecord, type Json, record, records, str } from "../json.ts";

/** One turn; neighbours of one side are one turn. */
export interface TurnMeaning {
  readonly side: "user" | "assistant";
  readonly text: string;
  /** Pictures, sounds and files: the kind and the beginning of what they are. */
  readonly media: readonly string[];
  readonly calls: readonly { readonly name: string; readonly args: unknown }[];
  readonly results: readonly string[];
}

/** A request. */
export interface Meaning {
  readonly system: string;
  readonly turns: readonly TurnMeaning[];
  readonly tools: readonly { readonly name: string; readonly schema: unknown }[];
  /** `auto`, `none`, `required` or `tool:NAME`; null: not said. */
  readonly choice: string | null;
  readonly isSerial: boolean;
  readonly maxTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly stop: readonly string[];
  /** A schema, `json`, or null for text. */
  readonly output: unknown;
  readonly thinks: boolean | null;
}

/** A tool that takes free text: where there are functions only, one with a single string. */
export const FREE_TEXT = { type: "object", properties: { input: { type: "string" } } };

/** Turns under construction. */
export class Turns {
  readonly all: {
    side: "user" | "assistant";
    text: string;
    media: string[];
    calls: { name: string; args: unknown }[];
    results: string[];
  }[] = [];

  on(side: "user" | "assistant"): Turns["all"][number] {
    const last = this.all.at(-1);
    if (last?.side === side) return last;
    const turn = { side, text: "", media: [], calls: [], results: [] };
    this.all.push(turn);
    return turn;
  }
}

/** Enough of a picture or file to know it by. */
export function mediaMark(source: string): string {
  const data = source.replace(/^data:[^,]*,/, "");
  return /^https?:/.test(data) || data.length < 40 ? data : data.slice(0, 40);
}

/**
 * What a schema asks for: types, members, values, what is required. Titles, bounds and the like, which
 * providers' subsets lack, are left out.
 */
export function schemaMeaning(schema: unknown): unknown {
  if (!isRecord(schema)) return {};
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type])
    .filter((type): type is string => typeof type === "string")
    .map((type) => type.toLowerCase())
    .filter((type) => type !== "null");
  const properties = Object.entries(record(schema.properties))
    .map(([name, inner]) => [name, schemaMeaning(inner)] as const)
    .sort(([a], [b]) => a < b ? -1 : 1);
  const members: Record<string, unknown> = {};
  if (types.length > 0 && !isEmptyObject(types, properties)) members.type = types.join("|");
  if (properties.length > 0) members.properties = Object.fromEntries(properties);
  if (isRecord(schema.items)) members.items = schemaMeaning(schema.items);
  if (Array.isArray(schema.enum)) members.enum = schema.enum;
  return members;
}

/** No parameters and an object without members are the same. */
function isEmptyObject(types: readonly string[], properties: readonly unknown[]): boolean {
  return types.length === 1 && types[0] === "object" && properties.length === 0;
}

/** The text of content that is a string or a list of parts. */
export function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  return records(content).map((part) => str(part.text)).join("");
}

/** Differences in meaning, one line each, named by what differs. */
export function meaningDifferences(a: Meaning, b: Meaning): string[] {
  const found: string[] = [];
  const compare = (name: string, left: unknown, right: unknown): void => {
    const [x, y] = [JSON.stringify(sorted(left)), JSON.stringify(sorted(right))];
    if (x !== y) found.push(`${name}: ${short(x)} became ${short(y)}`);
  };
  compare("system", squeezed(a.system), squeezed(b.system));
  compare("turns", a.turns.map(turnText), b.turns.map(turnText));
  compare("tools", a.tools, b.tools);
  compare("tool choice", a.choice ?? "auto", b.choice ?? "auto");
  compare("serial calls", a.isSerial, b.isSerial);
  compare("max tokens", a.maxTokens, b.maxTokens);
  // 1 is what models do when nothing is said; those that think take no other.
  compare("temperature", a.temperature ?? 1, b.temperature ?? 1);
  compare("top p", a.topP ?? 1, b.topP ?? 1);
  compare("stop", a.stop, b.stop);
  compare("output", a.output, b.output);
  compare("thinking", a.thinks, b.thinks);
  return found;
}

/** Formats part texts and lines differently, put free text of calls into an object, and order results by their calls; what is said stays. */
function turnText({ text, ...rest }: TurnMeaning): Json {
  const calls = rest.calls.map(({ name, args }) => ({
    name,
    args: typeof args === "string" ? { input: args } : args,
  }));
  return { ...rest, calls, text: squeezed(text), results: rest.results.map(squeezed).sort() };
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, "");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([k, v]) => [k, sorted(v)]),
  );
}

function short(text: string | undefined): string {
  const shown = text ?? "nothing";
  return shown.length <= 100 ? shown : `${shown.slice(0, 70)}…${shown.slice(-25)}`;
}
