import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { z } from "zod";
import { operationsOf } from "../../../routes/api/api.ts";
import { openApiDocument } from "../../../routes/api/openapi.ts";
import { json, operation } from "../../../routes/api/operation.ts";
import { startAdminApi } from "../../support/admin_api.ts";

const thing = z.strictObject({ id: z.string() }).meta({ id: "Thing" });

Deno.test("openApiDocument describes an operation with what it takes and answers", () => {
  const change = operation({
    method: "put",
    path: "/things/{id}",
    noun: "Things",
    summary: "Change a thing",
    access: "full",
    params: z.strictObject({ id: z.string() }),
    query: z.strictObject({ n: z.string().meta({ description: "How many" }).optional() }),
    body: z.strictObject({ name: z.string() }),
    answer: json(z.array(thing)),
    refusals: { 404: "There is no such thing" },
  })(() => []);

  const document = JSON.parse(JSON.stringify(openApiDocument([change], "1.0.0")));

  assert.equal(document.openapi, "3.1.1");
  const put = document.paths["/api/things/{id}"].put;
  assert.equal(put.operationId, "put_things_id");
  assert.deepEqual(put.security, [{ bearer: [] }, { session: [] }]);
  assert.deepEqual(
    put.parameters.map((one: { name: string; in: string; required: boolean }) => [
      one.name,
      one.in,
      one.required,
    ]),
    [["id", "path", true], ["n", "query", false]],
  );
  assert.equal(put.requestBody.content["application/json"].schema.additionalProperties, false);
  assert.deepEqual(put.responses["200"].content["application/json"].schema, {
    type: "array",
    items: { $ref: "#/components/schemas/Thing" },
  });
  assert.deepEqual(Object.keys(put.responses).sort(), [
    "200",
    "401",
    "403",
    "404",
    "422",
    "default",
  ]);
  assert.equal(document.components.schemas.Thing.type, "object");
});

Deno.test("GET /api/openapi.json holds no reference that leads nowhere and no id twice", async () => {
  await using started = await startAdminApi();
  const { status, body: document } = await started.call("GET", "/openapi.json");
  assert.equal(status, 200);

  for (const [, name = ""] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)) {
    assert.ok(name in document.components.schemas, name);
  }
  const ids = operationsOf(started.parts).map(({ method, path }) =>
    document.paths[`/api${path}`][method].operationId
  );
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("GET /api/openapi.json holds schemas that a validator understands", async () => {
  await using started = await startAdminApi();
  const { body: document } = await started.call("GET", "/openapi.json");
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, "document");

  for (const name of Object.keys(document.components.schemas)) {
    assert.ok(ajv.getSchema(`document#/components/schemas/${name}`) !== undefined, name);
  }
});

Deno.test("every operation names each part of its path, and only that", async () => {
  await using started = await startAdminApi();

  for (const { path, params } of operationsOf(started.parts)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const { properties = {} } = params === undefined ? {} : z.toJSONSchema(params, { io: "input" });
    assert.deepEqual(Object.keys(properties), named, path);
  }
});
