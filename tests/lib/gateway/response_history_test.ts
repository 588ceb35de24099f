import assert from "node:assert/strict";
import { RESPONSES } from "../../../lib/formats/openai_responses/endpoints.ts";
import { Gateway } from "../../../lib/gateway/gateway.ts";
import type { ResponseSettings } from "../../../lib/gateway/response_history.ts";
import { flowError } from "../../support/flow_error.ts";
import { callerRequest, gatewayFixture } from "../../support/gateway.ts";
import { memoryHistory } from "../../support/response_history.ts";

const ANSWER = {
  id: "c",
  model: "gpt-4o",
  choices: [{ index: 0, message: { role: "assistant", content: "Four" }, finish_reason: "stop" }],
};

/** A gateway that keeps responses, before a provider that speaks chat only. */
function keeping(settings?: ResponseSettings) {
  const fixture = gatewayFixture({
    provider: () => Response.json(ANSWER),
    directory: { configured: { openai: { format: "openai_chat" } } },
  });
  const { history, kept } = memoryHistory(fixture.parts, settings);
  const gateway = new Gateway({ ...fixture.parts, history });
  const ask = (body: object) =>
    gateway.handle(RESPONSES, {
      request: callerRequest({ model: "openai/gpt-4o", ...body }),
      clientIp: null,
    });
  return { fixture, history, kept, ask, [Symbol.dispose]: () => fixture[Symbol.dispose]() };
}

Deno.test("ResponseHistory goes on from a response that it kept", async () => {
  using keeper = keeping();
  const { fixture, ask } = keeper;
  const first = await (await ask({ input: "Two and two?" })).json();

  const second = await (await ask({ input: "Sure?", previous_response_id: first.id })).json();

  const sent = JSON.parse(fixture.seen[1]?.body ?? "");
  const told = sent.messages.map((m: { role: string; content: unknown }) => [m.role, m.content]);
  assert.deepEqual(told.map(([role]: [string]) => role), ["user", "assistant", "user"]);
  assert.match(JSON.stringify(told), /Two and two\?.*Four.*Sure\?/);
  assert.equal(second.previous_response_id, first.id);
});

Deno.test("ResponseHistory goes on over several turns, also from a stream", async () => {
  using keeper = keeping();
  const { fixture, history, kept, ask } = keeper;
  const first = await (await ask({ input: "One" })).json();
  await (await ask({ input: "Two", previous_response_id: first.id, stream: true })).text();
  await history.drain();
  const second = [...kept.keys()].at(-1);

  await (await ask({ input: "Three", previous_response_id: second })).json();

  assert.match(fixture.seen[2]?.body ?? "", /One.*Four.*Two.*Four.*Three/);
});

Deno.test("ResponseHistory keeps nothing when the caller or the operator does not want it", async () => {
  using asked = keeping();
  await asked.ask({ input: "Hi", store: false });
  using switchedOff = keeping({ store: false, retentionDays: 30 });
  await switchedOff.ask({ input: "Hi" });

  assert.equal(asked.kept.size, 0);
  assert.equal(switchedOff.kept.size, 0);
});

Deno.test("ResponseHistory keeps a response until its time is over, without the caller's token", async () => {
  using keeper = keeping();
  const { fixture, kept, ask } = keeper;

  const { id } = await (await ask({ input: "Hi", user: "fgt_secret" })).json();

  const stored = kept.get(id);
  assert.equal(stored?.expiresAtMs, fixture.clock.now() + 30 * 86_400_000);
  assert.equal(stored?.model, "gpt-4o");
  assert.doesNotMatch(JSON.stringify(stored), /fgt_secret/);
});

Deno.test("ResponseHistory says so when nobody knows the response that a call goes on from", async () => {
  using keeper = keeping();
  const { ask } = keeper;

  const response = await ask({ input: "Hi", previous_response_id: "resp_gone" });

  assert.equal(response.status, 400);
  assert.equal((await response.json()).error.param, "previous_response_id");
});

Deno.test("ResponseHistory shows a response to its owner alone, and forgets it on request", async () => {
  using keeper = keeping();
  const { history, ask } = keeper;
  const { id } = await (await ask({ input: "Hi" })).json();

  assert.equal((await history.get(id, null)).id, id);
  assert.deepEqual((await history.inputItems(id, null)).map(({ role }) => role), ["user"]);
  await assert.rejects(history.get(id, "somebody-else"), flowError("not_found"));
  await history.delete(id, null);
  await assert.rejects(history.get(id, null), flowError("not_found"));
});
