/**
 * Conversations that callers go on with by the id of a response: their items, written out. Pure;
 * where responses are kept is known elsewhere.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";
import type { NewId } from "../../domain/ports.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { wrongValue } from "../openai_chat/wrong_value.ts";

/** Prefixes of item ids (as OpenAI makes them). */
const PREFIXES: Readonly<Record<string, string>> = {
  message: "msg",
  reasoning: "rs",
  function_call: "fc",
  function_call_output: "fco",
  custom_tool_call: "ctc",
  custom_tool_call_output: "ctco",
};

/** The items that a request's `input` stands for, each with a type and an id. */
export function inputItems(body: JsonObject, newId: NewId): JsonObject[] {
  return itemsOf(body.input).map((item) => {
    const type = typeOf(item);
    const prefix = PREFIXES[type] ?? "item";
    const id = typeof item.id === "string" ? item.id : `${prefix}_${newId().replaceAll("-", "")}`;
    return { ...item, type, id, ...contentOf(item, type) };
  });
}

/** A text is the message of a user. What is no item is left to whoever checks the request. */
function itemsOf(input: unknown): JsonObject[] {
  if (typeof input === "string") return [{ type: "message", role: "user", content: input }];
  return Array.isArray(input) ? input.filter(isObject) : [];
}

function typeOf(item: JsonObject): string {
  if (typeof item.type === "string") return item.type;
  return typeof item.role === "string" ? "message" : "item_reference";
}

/** Messages have a status, and lists of parts instead of texts. */
function contentOf(item: JsonObject, type: string): JsonObject {
  if (type !== "message") return {};
  const status = item.status ?? "completed";
  if (typeof item.content !== "string") return { status };
  const text = { text: item.content };
  const part = item.role === "assistant"
    ? { type: "output_text", ...text, annotations: [] }
    : { type: "input_text", ...text };
  return { status, content: [part] };
}

/**
 * A request that goes on from earlier items, as one that holds them itself. Instructions of earlier
 * requests do not count, as with OpenAI.
 */
export function withHistory(body: JsonObject, history: readonly JsonObject[]): JsonObject {
  const { previous_response_id: _, ...rest } = body;
  return { ...rest, input: [...history, ...itemsOf(body.input)] };
}

/** The items of a kept response that stand in the conversation after it. */
export function storedResponseItems(response: JsonObject): JsonObject[] {
  return Array.isArray(response.output) ? response.output.filter(isObject) : [];
}

/** Ids of the items that a request only refers to. */
export function referencedIds(body: JsonObject): string[] {
  return itemsOf(body.input).filter((item) => typeOf(item) === "item_reference")
    .map(({ id }) => String(id));
}

/**
 * The request with references replaced by their items.
 *
 * Throws `invalid_request` naming the first reference to an item that is not among the known ones.
 */
export function resolveReferences(
  body: JsonObject,
  known: ReadonlyMap<string, JsonObject>,
): JsonObject {
  if (referencedIds(body).length === 0) return body;
  const input = itemsOf(body.input).map((item, i) => {
    if (typeOf(item) !== "item_reference") return item;
    const found = known.get(String(item.id));
    if (found !== undefined) return found;
    throw wrongValue(
      `input[${i}].id`,
      `Item with id '${String(item.id)}' not found. Send the item itself instead of a reference.`,
    );
  });
  return { ...body, input };
}

/** How a list is wanted, as it stands in a query. */
export interface PageQuery {
  /** Id of the item behind which the page begins. */
  readonly after?: string;
  /** Items a page, 1 to 100, default 20. */
  readonly limit?: string;
  /** By time: `asc` or `desc` (default). */
  readonly order?: string;
  /** What to show beside the usual, one or several separated by commas. */
  readonly include?: string;
}

/** The page of items, in OpenAI's shape of a list. Throws `invalid_request` naming the field. */
export function inputItemsPage(items: readonly JsonObject[], query: PageQuery): JsonObject {
  const limit = limitOf(query.limit);
  const order = query.order ?? "desc";
  if (order !== "asc" && order !== "desc") {
    throw wrongValue("order", `Invalid 'order': expected 'asc' or 'desc', but got '${order}'.`);
  }
  const sorted = order === "asc" ? [...items] : items.toReversed();
  const page = sorted.slice(startOf(sorted, query.after)).slice(0, limit);
  const shown = (query.include ?? "").split(",");
  return {
    object: "list",
    data: page.map((item) => withShown(item, shown)),
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
    has_more: page.length > 0 && sorted.at(-1) !== page.at(-1),
  };
}

function limitOf(text: string | undefined): number {
  const limit = text === undefined ? 20 : Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
  throw wrongValue("limit", `Invalid 'limit': expected 1 to 100, but got '${String(text)}'.`);
}

function startOf(sorted: readonly JsonObject[], after: string | undefined): number {
  if (after === undefined) return 0;
  const at = sorted.findIndex(({ id }) => id === after);
  if (at >= 0) return at + 1;
  throw new FlowError("invalid_request", `No item has the id '${after}'.`, { param: "after" });
}

/** Pictures are long; they and encrypted reasoning are shown on demand. */
function withShown(item: JsonObject, include: readonly string[]): JsonObject {
  const { encrypted_content: _, ...plain } = item;
  if (item.type === "reasoning") {
    return include.includes("reasoning.encrypted_content") ? item : plain;
  }
  if (include.includes("message.input_image.image_url") || !Array.isArray(item.content)) {
    return item;
  }
  const content = item.content.map((part: unknown) =>
    isObject(part) && part.type === "input_image" ? { ...part, image_url: null } : part
  );
  return { ...item, content };
}
