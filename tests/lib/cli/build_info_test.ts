import assert from "node:assert/strict";
import { buildInfo, VERSION } from "../../../lib/cli/build_info.ts";

Deno.test("VERSION is the version in deno.json", async () => {
  const project = JSON.parse(
    await Deno.readTextFile(new URL("../../../deno.json", import.meta.url)),
  );
  assert.equal(VERSION, project.version);
});

Deno.test("buildInfo knows that it runs from source", () => {
  assert.deepEqual(buildInfo(), {
    version: VERSION,
    deno: Deno.version.deno,
    target: Deno.build.target,
    build: "source",
  });
});
