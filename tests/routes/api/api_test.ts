import assert from "node:assert/strict";
import { createApi, operationsOf } from "../../../routes/api/api.ts";
import { startAdminApi } from "../../support/admin_api.ts";

Deno.test("createApi answers unknown paths in JSON: 404 for GET, 405 for the rest", async () => {
  await using started = await startAdminApi();
  const table: [string, string, number, string, string | null][] = [
    ["GET", "/nothing", 404, "Not Found", null],
    ["GET", "/auth/setup", 405, "Method Not Allowed", "POST"],
    ["GET", "/auth/status/", 404, "Not Found", null],
    ["POST", "/nothing", 405, "Method Not Allowed", null],
    ["DELETE", "/auth/status", 405, "Method Not Allowed", "GET"],
  ];

  for (const [method, path, status, detail, allow] of table) {
    const answer = await started.call(method, path, undefined, {});
    assert.equal(answer.status, status, `${method} ${path}`);
    assert.deepEqual(answer.body, { detail });
    assert.equal(answer.headers.get("allow"), allow);
  }
});

Deno.test("createApi lets nobody in without signing in, but to the open operations", async () => {
  await using started = await startAdminApi();
  const open = [];

  for (const { method, path, access } of operationsOf(started.parts)) {
    if (access === "open") open.push(`${method} ${path}`);
    else {
      const concrete = path.replace(/\{\w+\}/g, "1");
      const answer = await started.call(method.toUpperCase(), concrete, undefined, {});
      assert.equal(answer.status, 401, `${method} ${path}`);
      assert.equal(typeof answer.body.detail, "string");
    }
  }

  assert.deepEqual(open.sort(), [
    "get /auth/status",
    "get /health",
    "post /auth/setup",
    "post /auth/verify",
    // For callers, with their tokens.
    "post /search/tavily",
  ]);
});

Deno.test("createApi checks who calls before it looks at the input", async () => {
  await using started = await startAdminApi();
  const withBody = operationsOf(started.parts)
    .filter(({ access, body }) => access !== "open" && body !== undefined);

  for (const { method, path } of withBody) {
    const concrete = path.replace(/\{\w+\}/g, "1");
    const answer = await started.call(method.toUpperCase(), concrete, "{", {
      authorization: "Bearer nonsense",
    });
    assert.equal(answer.status, 401, `${method} ${path}`);
  }
});

Deno.test("createApi mounts nothing that the OpenAPI document leaves out", async () => {
  await using started = await startAdminApi();
  const { body: document } = await started.call("GET", "/openapi.json");
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(Object(item)).map((method) => `${method.toUpperCase()} ${path}`)
  );
  const mounted = createApi(started.parts).routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} /api${path.replace(/:(\w+)/g, "{$1}")}`);

  assert.ok(mounted.length > 0);
  assert.deepEqual([...new Set(described)].sort(), [...new Set(mounted)].sort());
});

Deno.test("createApi refuses members that an operation does not know, and names them", async () => {
  await using started = await startAdminApi();
  const withBody = operationsOf(started.parts).filter(({ body }) => body !== undefined)
    // Made for clients of Tavily, which know more options than it does.
    .filter(({ path }) => path !== "/search/tavily");
  assert.ok(withBody.length > 0);

  for (const { method, path } of withBody) {
    const concrete = path.replace(/\{\w+\}/g, "1");
    const answer = await started.call(method.toUpperCase(), concrete, { is_admin: true });
    assert.equal(answer.status, 422, `${method} ${path}`);
    assert.match(JSON.stringify(answer.body), /is_admin/);
  }
});
