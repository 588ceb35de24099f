import assert from "node:assert/strict";
import { databasePath, fileExists, withInstallation } from "../../../lib/cli/installation.ts";
import { CliError } from "../../../lib/cli/exit.ts";
import { listProviderKeys } from "../../../lib/store/provider_keys.ts";
import { fakeContext } from "../../support/cli_context.ts";
import { flowError } from "../../support/flow_error.ts";
import { tempDir } from "../../support/temp.ts";

Deno.test("withInstallation makes the database in the working directory, or refuses to", async () => {
  await using folder = await tempDir();
  const context = fakeContext({ cwd: folder.path });
  const list = (whenMissing: "make" | "refuse") =>
    withInstallation(context, whenMissing, async ({ db, vault }) => [
      await listProviderKeys(db),
      vault.state,
    ]);

  await assert.rejects(list("refuse"), (error) => {
    return error instanceof CliError && error.exitCode === 1 &&
      error.message.includes(`no database at ${folder.file("data.db")} yet`);
  });
  assert.equal(await fileExists(folder.file("data.db")), false);
  assert.deepEqual(await list("make"), [[], "uninitialized"]);
  assert.deepEqual(await list("refuse"), [[], "uninitialized"]);
  assert.equal(databasePath(context.loadConfig().config, context), folder.file("data.db"));
});

Deno.test("withInstallation closes the database also when the work fails", async () => {
  await using folder = await tempDir();
  const context = fakeContext({ cwd: folder.path });
  const failing = withInstallation(context, "make", () => Promise.reject(new TypeError("defect")));

  await assert.rejects(failing, TypeError);
  // The write-ahead log is put away by the last connection that closes.
  assert.equal(await fileExists(folder.file("data.db-wal")), false);
});

Deno.test("withInstallation tells of a file that is no database", async () => {
  await using folder = await tempDir();
  await Deno.writeTextFile(folder.file("data.db"), "this is no database, only text ".repeat(100));
  const context = fakeContext({ cwd: folder.path });

  const opening = withInstallation(context, "refuse", () => Promise.resolve());

  await assert.rejects(opening, flowError("database_error", /not a SQLite database/));
});
