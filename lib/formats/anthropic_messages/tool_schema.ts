/**
 * A tool's `input_schema`: its root must be an object without `anyOf`, `oneOf` or `allOf`.
 *
 * @module
 */
import { isObject, type JsonObject } from "../json/guards.ts";

/** The schema of a tool and whether its root had to be loosened. */
export interface ToolSchema {
  readonly schema: JsonObject;
  readonly isLoosened: boolean;
}

/** Makes parameters fit; absent ones are an object without members. */
export function toolSchema(parameters: JsonObject | undefined): ToolSchema {
  if (parameters === undefined) {
    return { schema: { type: "object", properties: {} }, isLoosened: false };
  }
  const { anyOf, oneOf, allOf, ...rest } = parameters;
  const either = [anyOf, oneOf].flatMap(objectsIn);
  const every = objectsIn(allOf);
  const isLoosened = [anyOf, oneOf, allOf].some((list) => list !== undefined);
  const typed = rest.type === "object" ? rest : { ...rest, type: "object" };
  if (!isLoosened) return { schema: typed, isLoosened: rest.type !== undefined && typed !== rest };
  const all = [...either, ...every];
  const properties = Object.assign(
    {},
    ...all.map((one) => isObject(one.properties) ? one.properties : {}),
    isObject(rest.properties) ? rest.properties : {},
  );
  const required = new Set([
    ...namesIn(rest.required),
    ...every.flatMap((one) => namesIn(one.required)),
    ...inAll(either.map((one) => namesIn(one.required))),
  ]);
  return {
    schema: {
      ...typed,
      properties,
      ...(required.size === 0 ? {} : { required: [...required] }),
    },
    isLoosened,
  };
}

function objectsIn(list: unknown): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function namesIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((name) => typeof name === "string") : [];
}

function inAll(lists: readonly string[][]): string[] {
  const [first = [], ...others] = lists;
  return first.filter((name) => others.every((list) => list.includes(name)));
}
