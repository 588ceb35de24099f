import assert from "node:assert/strict";
import { checkDataFolder } from "../../../../lib/cli/doctor/data_folder.ts";
import { tempDir } from "../../../support/temp.ts";

Deno.test("checkDataFolder writes to the folder, leaves nothing behind and tells the free space", async () => {
  await using folder = await tempDir();

  const { status, detail } = await checkDataFolder(folder.file("data.db"));

  assert.notEqual(status, "fail");
  assert.match(detail, /can be written to; \d+ MiB free$/);
  assert.deepEqual([...Deno.readDirSync(folder.path)], []);
});

Deno.test("checkDataFolder fails for a folder that is not there or none", async () => {
  await using folder = await tempDir();
  await Deno.writeTextFile(folder.file("file"), "");
  for (const path of ["gone/data.db", "file/data.db"]) {
    const { status, detail, remedy } = await checkDataFolder(folder.file(path));
    assert.equal(status, "fail");
    assert.match(detail, /cannot be written to: /);
    assert.match(remedy ?? "", /database\.path/);
  }
});
