/**
 * Everything under `/api`.
 *
 * How to add a noun:
 * 1. `lib/admin/<noun>.ts` holds the use cases: functions over a part of `AdminParts`
 *    (`lib/admin/parts.ts`) that check, change and return plain views. One that changes something
 *    takes the `Actor`, ends with `await audit.record({ actor, action, target, before, after })`
 *    (secrets are hidden there; pass a transaction to make both one) and `await applyChanges()`.
 * 2. `routes/api/<noun>.ts` exports `<noun>Operations(parts: ApiParts): Operation[]`: each is one
 *    `operation({ method, path, noun, summary, access, params, query, body, answer })(handle)`.
 *    `access` is `read`, or `full` for whatever changes something. Input schemas are
 *    `z.strictObject`, so that an unknown member is a 422 that names it; query values are those of
 *    `query_values.ts`; `.meta({ id: "CallerToken" })` makes an answer's schema a named component.
 *    `handle({ params, query, body, actor, c })` returns what `answer` describes: a value for
 *    `json(schema)` (`success(schema)` for `{ success, data }`), nothing for `empty`, a `Response`
 *    for `raw([types], about)`. Errors are thrown as FlowError; `errorShape: "envelope"` renders them
 *    as `{ success: false, error }`; statuses of its own go into `refusals`.
 * 3. Name it in `operationsOf` below. What it needs beyond `AdminParts` becomes a member of
 *    `ApiParts` (`parts.ts`), made in `lib/cli/admin_parts.ts`; tests get theirs from `tests/support/admin_api.ts`.
 *
 * Mounting, the OpenAPI document, who may call and the checks of input follow from the declaration.
 *
 * @module
 */
import { Hono } from "hono";
import type { AppEnv } from "../env.ts";
import { adminKeyOperations } from "./admin_keys.ts";
import { auditOperations } from "./audit.ts";
import { authOperations } from "./auth.ts";
import { callerTokenOperations } from "./caller_tokens.ts";
import type { ApiParts } from "./parts.ts";
import { apiErrors } from "./errors.ts";
import { healthOperations } from "./health.ts";
import { keyOperations } from "./keys.ts";
import { modelNameOperations } from "./model_names.ts";
import { modelOperations } from "./models.ts";
import { mount } from "./mount.ts";
import { logSessionOperations } from "./log_sessions.ts";
import { logOperations } from "./logs.ts";
import { openApiOperation } from "./openapi.ts";
import type { Operation } from "./operation.ts";
import { searchOperations } from "./search.ts";
import { routerOperations } from "./router.ts";
import { securityOperations } from "./security.ts";
import { sessionOperations } from "./sessions.ts";
import { settingOperations } from "./settings.ts";
import { statsOperations } from "./stats.ts";

/** Every operation, in the order of the reference. */
export function operationsOf(parts: ApiParts): Operation[] {
  const operations = [
    ...healthOperations(),
    ...authOperations(parts),
    ...sessionOperations(parts),
    ...adminKeyOperations(parts),
    ...auditOperations(parts),
    ...settingOperations(parts),
    ...securityOperations(parts),
    ...keyOperations(parts),
    ...callerTokenOperations(parts),
    ...modelOperations(parts),
    ...modelNameOperations(parts),
    ...searchOperations(parts),
    ...routerOperations(parts),
    ...statsOperations(parts),
    ...logOperations(parts),
    ...logSessionOperations(parts),
  ];
  return [...operations, openApiOperation(operations, parts.version)];
}

/** The admin API, to be mounted at `/api`. */
export function createApi(parts: ApiParts): Hono<AppEnv> {
  const api = new Hono<AppEnv>();
  api.onError(apiErrors(parts.admin.log, parts.admin.newId));
  mount(api, operationsOf(parts), parts.gate);
  // As clients of this dialect know it: only GET tells an unknown path.
  api.all("/*", (c) => {
    const isRead = c.req.method === "GET" || c.req.method === "HEAD";
    return c.json({ detail: isRead ? "Not Found" : "Method Not Allowed" }, isRead ? 404 : 405);
  });
  return api;
}
