import assert from "node:assert/strict";
import { startAdminApi, type TestApi } from "../../support/admin_api.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

const append = (api: TestApi, n: number, provider = "openai") =>
  api.store.append([recordedRequest({ id: testId(n), startedAtMs: n, provider })]);

/** Reads events until there are `count`, then leaves. */
async function events(
  api: TestApi,
  path: string,
  count: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ id: string; provider: string }[]> {
  const response = await api.api.request(path, {
    headers: { authorization: `Bearer ${api.token}`, ...headers },
  });
  assert.equal(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
  assert.ok(response.body !== null);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const found = () =>
    [...text.matchAll(/^id: (\d+)\nevent: request\ndata: (.*)\n\n/gm)].map(([, id = "", data]) => ({
      id,
      provider: String(JSON.parse(data ?? "").provider),
    }));
  while (found().length < count) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
  }
  await reader.cancel();
  return found();
}

Deno.test("GET /logs/stream goes on after Last-Event-ID", async () => {
  await using api = await startAdminApi();
  for (let n = 1; n <= 5; n++) await append(api, n);

  const seen = await events(api, "/logs/stream", 3, { "last-event-id": "2" });

  assert.deepEqual(seen.map(({ id }) => id), ["3", "4", "5"]);
});

Deno.test("GET /logs/stream honours the filter", async () => {
  await using api = await startAdminApi();
  for (let n = 1; n <= 6; n++) await append(api, n, n % 3 === 0 ? "groq" : "openai");

  const seen = await events(api, "/logs/stream?provider=groq&last_event_id=0", 2);

  assert.deepEqual(seen, [{ id: "3", provider: "groq" }, { id: "6", provider: "groq" }]);
});

Deno.test("GET /logs/stream shows what is written while it runs, each once", async () => {
  await using api = await startAdminApi();
  const reading = events(api, "/logs/stream?last_event_id=0", 20);
  for (let n = 1; n <= 20; n++) await append(api, n);

  const ids = (await reading).map(({ id }) => Number(id));

  assert.deepEqual(ids, Array.from({ length: 20 }, (_, n) => n + 1));
});

Deno.test("GET /logs/stream ends when the session is over", async () => {
  await using api = await startAdminApi();
  await append(api, 1);
  const response = await api.api.request("/logs/stream?last_event_id=0", {
    headers: { authorization: `Bearer ${api.token}` },
  });
  assert.ok(response.body !== null);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader.read()).value, "retry: 2000\n\n");
  assert.match((await reader.read()).value ?? "", /^id: 1\n/);

  assert.equal((await api.call("POST", "/auth/logout")).status, 200);
  await append(api, 2);

  assert.equal((await reader.read()).done, true);
});

Deno.test("GET /logs/stream refuses an id that is none", async () => {
  await using api = await startAdminApi();

  assert.equal((await api.call("GET", "/logs/stream?last_event_id=x")).status, 422);
});
