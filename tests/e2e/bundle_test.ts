import assert from "node:assert/strict";
import { buildBundle } from "../../tools/build_bundle.ts";
import { bundlePermissions } from "../../tools/permissions.ts";
import { smokeTest } from "../../tools/smoke.ts";
import { tempDir } from "../support/temp.ts";

Deno.test("the bundle works alone, in an empty folder, with its narrow permissions", async () => {
  await using folder = await tempDir();
  const bundle = folder.file("flow-router.mjs");
  await buildBundle(bundle);

  const report = await smokeTest([Deno.execPath(), "run", ...bundlePermissions(bundle), bundle]);

  assert.match(report.version, /\d+\.\d+\.\d+/);
});
