import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { readJsonObject } from "../../../routes/api/json_body.ts";
import { flowError } from "../../support/flow_error.ts";

const post = (body: BodyInit, contentType = "application/json"): Request =>
  new Request("http://localhost/", {
    method: "POST",
    body,
    headers: { "content-type": contentType },
  });

Deno.test("readJsonObject reads an object, whatever parameters its type has", async () => {
  for (
    const type of ["application/json", "Application/JSON; charset=utf-8", "application/a+json"]
  ) {
    assert.deepEqual(await readJsonObject(post('{"a":"ü"}', type)), { a: "ü" });
  }
});

Deno.test("readJsonObject refuses other types, other values and broken JSON", async () => {
  await assert.rejects(
    readJsonObject(post("{}", "application/jsonp")),
    flowError("unsupported_media_type"),
  );
  for (const text of ["[]", "null", '"x"', "1"]) {
    await assert.rejects(readJsonObject(post(text)), flowError("invalid_request"));
  }
  for (const text of ["", "{", "sk-secret"]) {
    await assert.rejects(readJsonObject(post(text)), (thrown) => {
      flowError("invalid_json")(thrown);
      return thrown instanceof Error && !thrown.message.includes("sk-");
    });
  }
});

Deno.test("readJsonObject takes 64 KiB and not a byte more, without reading on", async () => {
  const fits = JSON.stringify({ a: "x".repeat(64 * 1024 - 8) });
  assert.equal(fits.length, 64 * 1024);
  assert.equal(typeof (await readJsonObject(post(fits))).a, "string");
  await assert.rejects(readJsonObject(post(fits + " ")), flowError("body_too_large"));

  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(16 * 1024).fill(32));
    },
  });
  await assert.rejects(readJsonObject(post(endless)), flowError("body_too_large"));
  assert.ok(pulled < 10);
});

Deno.test("readJsonObject tells an upload that broke off from a fault of ours", async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new TypeError("connection reset")),
  });

  await assert.rejects(readJsonObject(post(broken)), flowError("caller_gone"));
});

Deno.test("readJsonObject takes no body for an empty object where it is optional", async () => {
  const empty = (headers: Record<string, string>) =>
    new Request("http://gateway/", { method: "POST", headers, body: new Uint8Array() });

  assert.deepEqual(await readJsonObject(empty({}), 10, true), {});
  assert.deepEqual(
    await readJsonObject(empty({ "content-type": "application/json" }), 10, true),
    {},
  );
  await assert.rejects(readJsonObject(empty({ "content-type": "application/json" })), FlowError);
  const form = new Request("http://gateway/", { method: "POST", body: "a=b" });
  await assert.rejects(readJsonObject(form, 10, true), FlowError);
});
