import assert from "node:assert/strict";
import { checkKeyFile, judgeVault } from "../../../../lib/cli/doctor/vault.ts";
import { tempDir } from "../../../support/temp.ts";

Deno.test("judgeVault tells how the vault opens at start", () => {
  const cases: [Parameters<typeof judgeVault>, string, RegExp][] = [
    [["uninitialized", null], "warn", /none yet/],
    [["locked", { by: "key file", problems: [] }], "ok", /by the key file/],
    [["locked", { by: "password", problems: [] }], "ok", /by FLOWGATE_MASTER_PASSWORD/],
    [["locked", { by: null, problems: [] }], "warn", /typed after each start/],
    [["locked", { by: null, problems: ["It is wrong."] }], "fail", /at start: It is wrong\./],
    [["locked", { by: "password", problems: ["Old file."] }], "ok", /by FLOWGATE/],
  ];
  for (const [args, status, detail] of cases) {
    const finding = judgeVault(...args);
    assert.equal(finding.status, status);
    assert.match(finding.detail, detail);
  }
});

Deno.test("checkKeyFile wants a file for its owner only", async () => {
  await using folder = await tempDir();
  const path = folder.file("master.key");
  assert.equal((await checkKeyFile(null)).status, "skip");
  assert.equal((await checkKeyFile(path)).status, "warn");

  await Deno.writeTextFile(path, "x");
  for (const [mode, status] of [[0o600, "ok"], [0o400, "ok"], [0o640, "fail"], [0o604, "fail"]]) {
    await Deno.chmod(path, Number(mode));
    const finding = await checkKeyFile(path);
    assert.equal(finding.status, status);
    assert.equal(/chmod 600/.test(finding.remedy ?? ""), status === "fail");
  }
});
