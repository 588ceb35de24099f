import assert from "node:assert/strict";
import { backgroundJobs } from "../../../lib/cli/background_jobs.ts";
import { loadConfig } from "../../../lib/config/load.ts";
import { recordingLog } from "../../support/recording_log.ts";
import { tempDir } from "../../support/temp.ts";
import { openTestStore, recordedRequest } from "../../support/test_store.ts";

Deno.test("backgroundJobs delete by the age that holds when they run", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("data.db"));
  await store.append([recordedRequest({ startedAtMs: 0 })]);
  const loaded = loadConfig({
    flags: [{ flag: "--db", path: "database.path", text: dir.file("data.db") }],
    env: () => undefined,
    cwd: "/nowhere",
  });
  let current = loaded;
  const jobs = backgroundJobs({ store, config: () => current.config, log: recordingLog() });
  const retention = jobs.find(({ name }) => name === "retention");
  const rows = async () =>
    (await store.db.selectFrom("request_logs").select("id").execute()).length;

  await retention?.run(new AbortController().signal);
  assert.equal(await rows(), 1, "nothing is deleted by default");

  current = loaded.withAdmin(new Map([["logging.retention_days", 1]]));
  await retention?.run(new AbortController().signal);
  assert.equal(await rows(), 0);
});
