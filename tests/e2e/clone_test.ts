import assert from "node:assert/strict";
import { dirname } from "node:path";
import { FOLDER_PERMISSIONS } from "../../tools/permissions.ts";
import { runToEnd } from "../../tools/running_gateway.ts";
import { smokeTest } from "../../tools/smoke.ts";
import { exists, filesIn } from "../support/source_tree.ts";
import { type TempDir, tempDir } from "../support/temp.ts";

const ROOT = new URL("../../", import.meta.url);

/** The shipped sources in a folder that Deno has never seen, so nothing of them is cached. */
async function freshClone(): Promise<TempDir> {
  const clone = await tempDir();
  const folders = ["lib", "routes", "views", "static", "migrations"].flatMap(filesIn);
  for (const path of ["deno.json", "deno.lock", "main.ts", ...folders].filter(exists)) {
    await Deno.mkdir(dirname(clone.file(path)), { recursive: true });
    await Deno.copyFile(new URL(path, ROOT), clone.file(path));
  }
  return clone;
}

Deno.test("a clone works with exactly the permissions of its tasks", async () => {
  await using clone = await freshClone();

  const command = [Deno.execPath(), "run", ...FOLDER_PERMISSIONS, "main.ts"];
  const report = await smokeTest(command, clone.path);

  assert.match(report.version, /\d+\.\d+\.\d+/);
});

// Many at once, so that their sources load slowly, as on a busy machine.
const ASK_EIGHT_THREADS = `
  const answers = Array.from({ length: 8 }, () => {
    const thread = new Worker(new URL("main.ts", import.meta.url), { type: "module" });
    thread.postMessage({ id: 1, operation: "close", takes: null });
    return new Promise((resolve) => {
      thread.onmessage = () => resolve("answered");
      setTimeout(() => resolve("silent"), 20_000);
    });
  });
  console.log((await Promise.all(answers)).join(" "));
  Deno.exit();
`;

Deno.test("main.ts as a database thread hears what is said before it has loaded", async () => {
  await using clone = await freshClone();
  await Deno.writeTextFile(clone.file("ask.ts"), ASK_EIGHT_THREADS);

  const said = await runToEnd(
    [Deno.execPath(), "run", ...FOLDER_PERMISSIONS],
    ["ask.ts"],
    clone.path,
  );

  assert.equal(said.trim(), Array(8).fill("answered").join(" "));
});
