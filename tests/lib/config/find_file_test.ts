import assert from "node:assert/strict";
import { findFile } from "../../../lib/config/find_file.ts";

async function inFolder(files: Record<string, string>, test: (folder: string) => void) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("findFile takes .yaml before .yml in the working directory", () =>
  inFolder({ "flow_llm_router.yml": "b", "flow_llm_router.yaml": "a" }, (folder) => {
    assert.deepEqual(findFile(folder, null), {
      name: "flow_llm_router.yaml",
      path: `${folder}/flow_llm_router.yaml`,
      text: "a",
    });
  }));

Deno.test("findFile takes .yml when it is alone, and null without any", () =>
  inFolder({ "flow_llm_router.yml": "b" }, (folder) => {
    assert.equal(findFile(folder, null)?.text, "b");
    assert.equal(findFile(`${folder}/none`, null), null);
  }));

Deno.test("findFile reads a given path, absolute or from the working directory", () =>
  inFolder({ "own.yaml": "c", "flow_llm_router.yaml": "a" }, (folder) => {
    for (const path of ["own.yaml", `${folder}/own.yaml`]) {
      assert.equal(findFile(folder, { path, by: "--config" })?.text, "c");
    }
  }));

Deno.test("findFile refuses a given path that is missing, and says who gave it", () =>
  inFolder({ "flow_llm_router.yaml": "a" }, (folder) => {
    assert.throws(() => findFile(folder, { path: "none.yaml", by: "FLOWGATE_CONFIG" }), {
      code: "config_invalid",
      message: /of FLOWGATE_CONFIG: there is no .*none\.yaml/,
    });
  }));

Deno.test("findFile says why a file cannot be read", () =>
  inFolder({}, (folder) => {
    assert.throws(() => findFile("/", { path: folder, by: "--config" }), {
      code: "config_invalid",
      message: /Cannot read the configuration file .*directory/,
    });
  }));
