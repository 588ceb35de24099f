/**
 * Puts operations under their paths: first who calls, then the input, then the handler.
 *
 * @module
 */
import type { Context, Handler, Hono, MiddlewareHandler } from "hono";
import type { Presented } from "../../lib/admin/admin_gate.ts";
import type { Actor, AdminAccess } from "../../lib/domain/actor.ts";
import type { AppEnv } from "../env.ts";
import { checked } from "./input.ts";
import { readJsonObject } from "./json_body.ts";
import type { Operation } from "./operation.ts";
import { presentedBy } from "./session_cookie.ts";

/** Knows who may operate the gateway. Throws `not_authenticated` or `not_permitted`. */
export interface Gate {
  admit(presented: Presented, access: AdminAccess): Actor;
}

/**
 * Mounts all. Where paths overlap, literal ones win over `{…}`. A method that a known path does not
 * have is answered with 405 and `Allow`.
 */
export function mount(api: Hono<AppEnv>, operations: readonly Operation[], gate: Gate): void {
  const byPath = Map.groupBy(operations, ({ path }) => path);
  const paths = [...byPath.keys()].sort((a, b) => rank(a) < rank(b) ? -1 : 1);
  for (const path of paths) {
    for (const operation of byPath.get(path) ?? []) {
      api.on(
        operation.method.toUpperCase(),
        honoPath(path),
        shape(operation),
        run(operation, gate),
      );
    }
  }
  for (const path of paths) {
    const methods = (byPath.get(path) ?? []).map(({ method }) => method.toUpperCase());
    api.all(honoPath(path), methodNotAllowed(methods.sort().join(", ")));
  }
}

/** `{` sorts before nothing that a path may hold when it stands as `~`. */
const rank = (path: string): string => path.replaceAll("{", "~");

/** `/keys/{id}` → `/keys/:id` */
const honoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ":$1");

/** Before everything else, so that refusals are told in the operation's own shape. */
function shape({ errorShape = "detail" }: Operation): MiddlewareHandler<AppEnv> {
  return async function shape(c, next) {
    c.set("errorShape", errorShape);
    await next();
  };
}

function run(operation: Operation, gate: Gate): Handler<AppEnv> {
  const { access, answer } = operation;
  return async function run(c) {
    const actor: Actor = access === "open"
      ? { kind: "visitor", id: null, name: null, ip: c.get("clientIp") ?? null }
      : gate.admit(presentedBy(c), access);
    c.header("cache-control", "no-store");
    const result = await operation.handle({ ...await input(operation, c), actor, c });
    if (result instanceof Response) return result;
    return answer.status === 204 ? c.body(null, 204) : c.json(result, answer.status);
  };
}

async function input({ params, query, body, isBodyOptional, maxBodyBytes }: Operation, c: Context) {
  return {
    params: params === undefined ? undefined : checked(params, c.req.param(), "path"),
    query: query === undefined ? undefined : checked(query, queryOf(c), "query"),
    body: body === undefined
      ? undefined
      : checked(body, await readJsonObject(c.req.raw, maxBodyBytes, isBodyOptional), "body"),
  };
}

/** Text by name; a list where a name stands several times. */
function queryOf(c: Context): Record<string, string | string[]> {
  const lists = Object.entries(c.req.queries());
  return Object.fromEntries(lists.map(([name, [first = "", ...more]]) => [
    name,
    more.length === 0 ? first : [first, ...more],
  ]));
}

function methodNotAllowed(allow: string): Handler<AppEnv> {
  return (c) => c.json({ detail: "Method Not Allowed" }, 405, { allow });
}
