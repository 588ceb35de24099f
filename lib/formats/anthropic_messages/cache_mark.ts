/**
 * Marks up to which the prompt is to be cached: `cache_control`.
 *
 * @module
 */
import type { CacheMark } from "../../domain/conversation/parts.ts";
import { FlowError } from "../../domain/errors.ts";
import type { JsonObject } from "../json/guards.ts";
import { maybeObject, otherMembers, pathOf } from "./fields.ts";

const UNDERSTOOD: ReadonlySet<string> = new Set(["type", "ttl"]);

/** What a node's `cache_control` says; `rest` is the whole of it when it says more than we know. */
export interface ReadMark {
  readonly cache?: CacheMark;
  readonly rest?: JsonObject;
}

/** Reads the `cache_control` of a block, a tool or a request. */
export function readMark(node: JsonObject, at: string): ReadMark {
  const value = maybeObject(node, "cache_control", at);
  if (value === undefined) return {};
  const path = pathOf(at, "cache_control");
  if (value.type !== "ephemeral") {
    throw new FlowError("invalid_request", `Invalid '${path}.type': expected "ephemeral".`, {
      param: `${path}.type`,
    });
  }
  const ttl = value.ttl ?? "5m";
  if (ttl !== "5m" && ttl !== "1h") {
    throw new FlowError("invalid_request", `Invalid '${path}.ttl': expected "5m" or "1h".`, {
      param: `${path}.ttl`,
    });
  }
  const rest = otherMembers(value, UNDERSTOOD);
  return { cache: { ttl }, ...(rest === undefined ? {} : { rest: { cache_control: value } }) };
}

/** The `cache_control` member of a mark; five minutes are the default and not named. */
export function writeMark(cache: CacheMark | undefined): JsonObject {
  if (cache === undefined) return {};
  return {
    cache_control: { type: "ephemeral", ...(cache.ttl === "1h" ? { ttl: "1h" } : {}) },
  };
}
