import assert from "node:assert/strict";
import { Hono } from "hono";
import { type ErrorCode, FlowError } from "../../../lib/domain/errors.ts";
import { apiErrors } from "../../../routes/api/errors.ts";
import type { AppEnv } from "../../../routes/env.ts";
import { recordingLog } from "../../support/recording_log.ts";

async function render(thrown: Error) {
  const log = recordingLog();
  const app = new Hono<AppEnv>();
  app.onError(apiErrors(log, () => "id-1"));
  app.get("/", () => {
    throw thrown;
  });
  const response = await app.request("/");
  return { response, body: await response.json(), log };
}

Deno.test("apiErrors give a sentence as detail, with this dialect's status", async () => {
  const table: [ErrorCode, number][] = [
    ["invalid_request", 422],
    ["unsupported_media_type", 422],
    ["vault_locked", 423],
    ["vault_not_initialized", 423],
    ["not_authenticated", 401],
    ["wrong_password", 403],
    ["not_found", 404],
    ["already_exists", 409],
    ["body_too_large", 413],
    ["too_many_attempts", 429],
  ];
  for (const [code, status] of table) {
    const { response, body } = await render(new FlowError(code, "Because."));
    assert.equal(response.status, status, code);
    assert.deepEqual(body, { detail: "Because." });
  }
});

Deno.test("apiErrors give a list as detail when the body's form is at fault", async () => {
  const field = await render(new FlowError("invalid_request", "Field required.", { param: "a" }));
  assert.equal(field.response.status, 422);
  assert.deepEqual(field.body, {
    detail: [{ type: "value_error", loc: ["body", "a"], msg: "Field required." }],
  });

  const json = await render(new FlowError("invalid_json", "No JSON."));
  assert.equal(json.response.status, 422);
  assert.deepEqual(json.body, {
    detail: [{ type: "json_invalid", loc: ["body"], msg: "No JSON." }],
  });
});

Deno.test("apiErrors pass an error's headers on and tell the request id", async () => {
  const error = new FlowError("too_many_attempts", "Wait.", { headers: { "retry-after": "4" } });
  const { response, log } = await render(error);

  assert.equal(response.headers.get("retry-after"), "4");
  assert.equal(response.headers.get("x-request-id"), "id-1");
  assert.deepEqual(log.lines, []);
});

Deno.test("apiErrors log an unexpected error and answer it blandly", async () => {
  const { response, body, log } = await render(new Error("secret detail"));

  assert.equal(response.status, 500);
  assert.ok(!JSON.stringify(body).includes("secret detail"));
  assert.match(log.lines.join(), /id-1.*secret detail/s);
});

Deno.test("apiErrors keep an operation's own shape, but for who is not signed in", async () => {
  const shaped = async (code: ErrorCode) => {
    const app = new Hono<AppEnv>();
    app.onError(apiErrors(recordingLog(), () => "id-1"));
    app.get("/", (c) => {
      c.set("errorShape", "envelope");
      throw new FlowError(code, "Because.");
    });
    return await (await app.request("/")).json();
  };

  assert.deepEqual(await shaped("not_found"), { success: false, error: "Because." });
  assert.deepEqual(await shaped("not_authenticated"), { detail: "Because." });
});
