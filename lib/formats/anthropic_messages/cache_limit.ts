/**
 * Anthropic takes four cache marks in a request.
 *
 * @module
 */
import { isObject, type JsonObject } from "../json/guards.ts";
import type { Losses } from "./losses.ts";

const MOST_MARKS = 4;

/**
 * The body with its last four marks; each covers everything before it, so that the earlier ones are
 * the lesser loss. A mark on the request as a whole counts too.
 */
export function limitMarks(body: JsonObject, losses: Losses): JsonObject {
  const marks = marksIn([body.tools, body.system, body.messages]);
  const room = MOST_MARKS - (body.cache_control === undefined ? 0 : 1);
  if (marks.length <= room) return body;
  losses.dropped(
    "cache_control",
    `Anthropic takes ${MOST_MARKS} cache marks; the first ${marks.length - room} are left out.`,
  );
  const surplus = new Set(marks.slice(0, marks.length - room));
  return {
    ...body,
    ...("tools" in body ? { tools: without(body.tools, surplus) } : {}),
    ...("system" in body ? { system: without(body.system, surplus) } : {}),
    messages: without(body.messages, surplus),
  };
}

function marksIn(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(marksIn);
  if (!isObject(value)) return [];
  const inner = marksIn(value.content);
  return isObject(value.cache_control) ? [...inner, value] : inner;
}

function without(value: unknown, surplus: ReadonlySet<JsonObject>): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => without(one, surplus));
  if (!isObject(value)) return value;
  const { cache_control, ...rest } = value;
  return {
    ...rest,
    ...("content" in rest ? { content: without(rest.content, surplus) } : {}),
    ...(cache_control === undefined || surplus.has(value) ? {} : { cache_control }),
  };
}
