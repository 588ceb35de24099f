import assert from "node:assert/strict";
import { dirname } from "node:path";
import { FOLDER_PERMISSIONS } from "../../tools/permissions.ts";
import { smokeTest } from "../../tools/smoke.ts";
import { exists, filesIn } from "../support/source_tree.ts";
import { tempDir } from "../support/temp.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("a clone works with exactly the permissions of its tasks", async () => {
  await using clone = await tempDir();
  const folders = ["lib", "routes", "views", "static", "migrations"].flatMap(filesIn);
  for (const path of ["deno.json", "deno.lock", "main.ts", ...folders].filter(exists)) {
    await Deno.mkdir(dirname(clone.file(path)), { recursive: true });
    await Deno.copyFile(new URL(path, ROOT), clone.file(path));
  }

  const command = [Deno.execPath(), "run", ...FOLDER_PERMISSIONS, "main.ts"];
  const report = await smokeTest(command, clone.path);

  assert.match(report.version, /\d+\.\d+\.\d+/);
});
