import assert from "node:assert/strict";
import { openStore } from "../../../lib/store/store.ts";
import { getRequestLog } from "../../../lib/store/request_logs.ts";
import { recordedRequest, STILL_CLOCK, testId } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const MAIN = new URL("../../../main.ts", import.meta.url);

Deno.test("runStoreWorker assembles a logged stream, takes out its text and masks secrets in both", async () => {
  await using dir = await tempDir();
  const store = await openStore({
    path: dir.file("a.db"),
    spawnWorker: () => new Worker(MAIN, { type: "module" }),
    clock: STILL_CLOCK,
  });
  const chunk = (content: string) =>
    `data: ${JSON.stringify({ id: "c", choices: [{ index: 0, delta: { content } }] })}\n\n`;
  const entry = recordedRequest({ id: testId(1), stream: true }, {
    request: `{"model":"m","messages":[]}`,
    response: chunk("The key is ") + chunk("sk-abcdefghij0123456789ABCD") + "data: [DONE]\n\n",
  });
  try {
    await store.append([entry]);
    const found = await getRequestLog(store.db, testId(1));

    assert.equal(found?.responseText, "The key is sk-ab...****");
    assert.equal(
      JSON.parse(found?.responseBody ?? "{}").choices[0].message.content,
      "The key is sk-ab...****",
    );
  } finally {
    await store.close();
  }
});
