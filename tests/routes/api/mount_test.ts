import assert from "node:assert/strict";
import { Hono } from "hono";
import { z } from "zod";
import type { AdminAccess } from "../../../lib/domain/actor.ts";
import { FlowError } from "../../../lib/domain/errors.ts";
import { apiErrors } from "../../../routes/api/errors.ts";
import { mount } from "../../../routes/api/mount.ts";
import { empty, json, type Operation, operation, raw } from "../../../routes/api/operation.ts";
import { wholeNumber } from "../../../routes/api/query_values.ts";
import type { AppEnv } from "../../../routes/env.ts";
import { recordingLog } from "../../support/recording_log.ts";

const base = { method: "get", noun: "Things", summary: "Do it", access: "read" } as const;
const text = json(z.strictObject({ said: z.string() }));

/** A gate that lets everybody look and only "full" change things. */
function serve(...operations: Operation[]) {
  const api = new Hono<AppEnv>();
  api.onError(apiErrors(recordingLog(), () => "id-1"));
  mount(api, operations, {
    admit({ bearer }, access: AdminAccess) {
      if (bearer === null) throw new FlowError("not_authenticated", "Who?");
      if (access === "full" && bearer !== "full") throw new FlowError("not_permitted", "No.");
      return { kind: "admin_key", id: bearer, name: null, ip: null };
    },
  });
  return async (method: string, path: string, body?: string, bearer: string | null = "full") => {
    const response = await api.request(path, {
      method,
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const answered = await response.text();
    return { status: response.status, headers: response.headers, text: answered };
  };
}

Deno.test("mount gives a handler checked params, query, body and the actor", async () => {
  const call = serve(
    operation({
      ...base,
      method: "post",
      path: "/things/{id}",
      access: "full",
      params: z.strictObject({ id: z.string() }),
      query: z.strictObject({ n: wholeNumber(1, 9).default(3) }),
      body: z.strictObject({ name: z.string() }),
      answer: json(z.strictObject({ said: z.string() }), 201),
    })(({ params, query, body, actor }) => ({
      said: [params.id, query.n, body.name, actor.id].join(),
    })),
  );

  const answer = await call("POST", "/things/a%2Fb?n=4", '{"name":"x"}');
  assert.equal(answer.status, 201);
  assert.equal(answer.text, '{"said":"a/b,4,x,full"}');
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.equal((await call("POST", "/things/a?n=0", '{"name":"x"}')).status, 422);
  assert.equal((await call("POST", "/things/a?m=1", '{"name":"x"}')).status, 422);
  assert.equal((await call("POST", "/things/a", "{}")).status, 422);
});

Deno.test("mount asks the gate for the access that is declared", async () => {
  const call = serve(
    operation({ ...base, path: "/open", access: "open", answer: text })(({ actor }) => ({
      said: actor.kind,
    })),
    operation({ ...base, path: "/read", answer: text })(() => ({ said: "" })),
    operation({ ...base, path: "/full", access: "full", answer: text })(() => ({ said: "" })),
  );

  assert.equal((await call("GET", "/open", undefined, null)).text, '{"said":"visitor"}');
  assert.equal((await call("GET", "/read", undefined, null)).status, 401);
  assert.equal((await call("GET", "/read", undefined, "read")).status, 200);
  assert.equal((await call("GET", "/full", undefined, "read")).status, 403);
  assert.equal((await call("GET", "/full", undefined, "full")).status, 200);
});

Deno.test("mount lets literal paths win, whatever their order", async () => {
  const said = (path: string) => operation({ ...base, path, answer: text })(() => ({ said: path }));
  const call = serve(said("/a/{id}"), said("/a/stream"), said("/{any}/stream"));

  assert.match((await call("GET", "/a/stream")).text, /\/a\/stream/);
  assert.match((await call("GET", "/a/1")).text, /\/a\/\{id\}/);
  assert.match((await call("GET", "/b/stream")).text, /\{any\}/);
});

Deno.test("mount answers other methods of a path with 405 and Allow", async () => {
  const call = serve(
    operation({ ...base, path: "/a", answer: text })(() => ({ said: "" })),
    operation({ ...base, method: "put", path: "/a", answer: text })(() => ({ said: "" })),
  );

  const answer = await call("DELETE", "/a", undefined, null);
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get("allow"), "GET, PUT");
});

Deno.test("mount answers nothing where nothing is to be said, and passes responses on", async () => {
  const call = serve(
    operation({ ...base, method: "delete", path: "/a", answer: empty })(() => {}),
    operation({ ...base, path: "/a", answer: raw(["text/csv"], "Rows") })(() =>
      new Response("a,b", { headers: { "content-type": "text/csv" } })
    ),
  );

  const gone = await call("DELETE", "/a");
  assert.deepEqual([gone.status, gone.text], [204, ""]);
  const rows = await call("GET", "/a");
  assert.deepEqual([rows.text, rows.headers.get("content-type")], ["a,b", "text/csv"]);
});

Deno.test("mount takes no body for an empty one where that is declared", async () => {
  const body = z.strictObject({ name: z.string().default("none") });
  const spec = { ...base, method: "post", path: "/a", body, answer: text } as const;
  const said = ({ body }: { readonly body: { readonly name: string } }) => ({ said: body.name });

  assert.equal((await serve(operation(spec)(said))("POST", "/a")).status, 422);
  const optional = serve(operation({ ...spec, isBodyOptional: true })(said));
  assert.equal((await optional("POST", "/a")).text, '{"said":"none"}');
  assert.equal((await optional("POST", "/a", '{"name":"x"}')).text, '{"said":"x"}');
});

Deno.test("mount tells errors in the operation's own shape", async () => {
  const call = serve(
    operation({
      ...base,
      path: "/a",
      query: z.strictObject({ n: wholeNumber(1, 9) }),
      answer: text,
      errorShape: "envelope",
    })(() => ({ said: "" })),
  );

  const answer = await call("GET", "/a?n=x");
  assert.equal(answer.status, 422);
  assert.match(answer.text, /^\{"success":false,"error":"n: .*'x'/);
  assert.match((await call("GET", "/a", undefined, null)).text, /^\{"detail"/);
});
