import assert from "node:assert/strict";
import { addSearchKey } from "../../../lib/admin/search_keys.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";
import { UNREACHABLE } from "../../support/outbound.ts";
import { searchDesk } from "../../support/search_desk.ts";

const SECRET = "tvly-0123456789abcdefwxyz";
const ask = (token: string) => ({
  headers: new Headers({ authorization: `Bearer ${token}` }),
  clientIp: "127.0.0.1",
  bodyKey: null,
  search: { query: "q" },
});

async function scene() {
  const admin = await openAdmin();
  const key = await addSearchKey(admin, CLI_ACTOR, {
    provider: "Tavily",
    name: "main",
    secret: new Secret(SECRET),
    baseUrl: null,
    allowLinkLocal: false,
  });
  return {
    admin,
    key,
    ...searchDesk(admin),
    [Symbol.asyncDispose]: () => admin[Symbol.asyncDispose](),
  };
}

Deno.test("SearchDesk leaves a row as other requests do, without the key", async () => {
  await using made = await scene();
  const { desk, rows, key } = made;

  await desk.tavily(ask("fgt_right"));

  const [row] = rows;
  assert.equal(rows.length, 1);
  assert.deepEqual(
    [row?.record.endpoint, row?.record.provider, row?.record.outcome, row?.record.httpStatus],
    ["/api/search/tavily", "tavily", "complete", 200],
  );
  assert.deepEqual([row?.record.callerTokenId, row?.record.tags, row?.record.providerKeyId], [
    "t",
    { team: "a" },
    key.id,
  ]);
  const text = (bytes: Uint8Array | null | undefined) =>
    new TextDecoder().decode(bytes ?? undefined);
  assert.equal(text(row?.requestBody), '{"query":"q"}');
  assert.match(text(row?.responseBody), /One/);
});

Deno.test("SearchDesk keeps no bodies of a token that wants none kept", async () => {
  await using made = await scene();
  const { desk, rows } = made;

  await desk.tavily(ask("fgt_private"));

  assert.deepEqual([rows[0]?.requestBody, rows[0]?.responseBody], [null, null]);
});

Deno.test("SearchDesk refuses tokens that may not use the provider, and notes it", async () => {
  await using made = await scene();
  const { desk, rows, outbound } = made;

  await assert.rejects(desk.tavily(ask("fgt_models")), flowError("model_not_allowed", /tavily/));

  assert.deepEqual([rows[0]?.record.outcome, rows[0]?.record.httpStatus], ["refused", 403]);
  assert.equal(outbound.seen.length, 0);
});

Deno.test("SearchDesk tells what the provider said, without the key", async () => {
  await using made = await scene();
  const { desk, rows, outbound } = made;

  for (
    const [answer, said] of [
      [{ status: 432, json: { detail: `over the limit of ${SECRET}` } }, /432.*over the limit/],
      [{ json: ["a"] }, /no JSON object/],
      [{ json: "<html>" }, /no JSON object/],
      [UNREACHABLE, /refused/],
    ] as const
  ) {
    outbound.answer = () => answer;
    await assert.rejects(desk.tavily(ask("fgt_right")), flowError("upstream_error", said));
    assert.deepEqual([rows.at(-1)?.record.outcome, rows.at(-1)?.record.httpStatus], [
      "failed",
      502,
    ]);
    assert.ok(!rows.at(-1)?.record.errorMessage?.includes(SECRET));
  }
});

Deno.test("SearchDesk asks for a token even where there is none yet, unless all is open", async () => {
  await using admin = await openAdmin();
  const noOne = { admit: () => null };
  const nothing = { headers: new Headers(), clientIp: null, bodyKey: null, search: { query: "q" } };

  const closed = searchDesk(admin, noOne).desk;
  await assert.rejects(closed.tavily(nothing), flowError("invalid_api_key"));
  await assert.rejects(closed.tavily({ ...nothing, bodyKey: "any" }), flowError("not_found"));
  const open = searchDesk(admin, { ...noOne, isOpen: () => true }).desk;
  await assert.rejects(open.tavily(nothing), flowError("not_found"));
});
