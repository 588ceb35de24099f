/**
 * `POST /v1/responses`, and the kept ones by their id.
 *
 * @module
 */
import type { Context, Handler } from "hono";
import { RESPONSES } from "../../lib/formats/openai_responses/endpoints.ts";
import { inputItemsPage } from "../../lib/formats/openai_responses/history.ts";
import type { Gateway } from "../../lib/gateway/gateway.ts";
import type { ResponseHistory } from "../../lib/gateway/response_history.ts";
import { type AppEnv, inbound } from "../env.ts";

/** Whose request this is: the id of its caller token, null when none is needed. Throws. */
export type Caller = (headers: Headers) => string | null;

/** Answers a conversation. */
export function responses(gateway: Gateway): Handler<AppEnv> {
  return (c) => gateway.handle(RESPONSES, inbound(c));
}

/** A kept response. */
export function retrieveResponse(history: ResponseHistory, caller: Caller): Handler<AppEnv> {
  return async (c) => {
    const { responseJson } = await history.get(idOf(c), caller(c.req.raw.headers));
    return c.body(responseJson, 200, { "content-type": "application/json" });
  };
}

/** Forgets a kept response. */
export function deleteResponse(history: ResponseHistory, caller: Caller): Handler<AppEnv> {
  return async (c) => {
    const id = idOf(c);
    await history.delete(id, caller(c.req.raw.headers));
    return c.json({ id, object: "response", deleted: true });
  };
}

/** What a kept response was asked with, page by page. */
export function listInputItems(history: ResponseHistory, caller: Caller): Handler<AppEnv> {
  return async (c) => {
    const items = await history.inputItems(idOf(c), caller(c.req.raw.headers));
    return c.json(inputItemsPage(items, c.req.query()));
  };
}

function idOf(c: Context<AppEnv>): string {
  return c.req.param("id") ?? "";
}
