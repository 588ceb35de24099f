import assert from "node:assert/strict";
import { buildBundle } from "../../tools/build_bundle.ts";
import { bundlePermissions } from "../../tools/permissions.ts";
import { smokeTest } from "../../tools/smoke.ts";
import { tempDir } from "../support/temp.ts";

Deno.test("the bundle works alone, in an empty folder, with its narrow permissions", async () => {
  await using built = await tempDir();
  await using empty = await tempDir();
  const bundle = built.file("flow-router.mjs");
  await buildBundle(bundle);

  const command = [Deno.execPath(), "run", ...bundlePermissions(bundle), bundle];
  const report = await smokeTest(command, empty.path);

  assert.match(report.version, /\d+\.\d+\.\d+/);
});
