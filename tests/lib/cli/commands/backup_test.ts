import assert from "node:assert/strict";
import { cliFolder } from "../../../support/cli_folder.ts";

Deno.test("backup writes a copy that is a database, while another process has it open", async () => {
  await using folder = await cliFolder();
  await folder.run(["tokens", "create", "a"]);

  const document = await folder.withStore(() => folder.json(["backup", "copy.db"]));

  const { size } = await Deno.stat(folder.file("copy.db"));
  assert.deepEqual(document, { schema: 1, file: folder.file("copy.db"), bytes: size });
  const env = { FLOWGATE_DATABASE__PATH: "./copy.db" };
  const { caller_tokens } = await folder.json(["tokens", "list"], { env });
  assert.equal(Object(caller_tokens)[0].name, "a");
});

Deno.test("backup overwrites nothing and makes nothing of nothing", async () => {
  await using folder = await cliFolder();
  const none = await folder.run(["backup", "copy.db"]);
  assert.deepEqual([none.code, /There is no database/.test(none.stderr)], [1, true]);

  await folder.run(["tokens", "create", "a"]);
  const first = await folder.run(["backup", "copy.db"]);
  assert.deepEqual([first.code, first.stdout], [0, ""]);
  assert.match(first.stderr, /^Wrote .*copy\.db \(\d+ bytes\).*logged prompts are not\.\n$/);
  const second = await folder.run(["backup", "copy.db"]);
  assert.deepEqual([second.code, /there is such a file/.test(second.stderr)], [1, true]);
});
