import assert from "node:assert/strict";
import { judgeCallers } from "../../../../lib/cli/doctor/callers.ts";
import { loadConfig } from "../../../../lib/config/load.ts";
import { tempDir } from "../../../support/temp.ts";

const LOCAL = { host: "127.0.0.1" };
const WIDE = { host: "0.0.0.0" };
const OPEN = { ip_whitelist: { mode: "open" } };
const LISTED = { ip_whitelist: { mode: "whitelist", allowed_ips: ["10.0.0.0/8"] } };
const LISTED_LOCAL = { ip_whitelist: { mode: "whitelist", allowed_ips: ["127.0.0.0/8", "::1"] } };
const UNGUARDED = { ip_whitelist: { enabled: false } };
const NONE = { everExisted: false, usable: 0 };
const ONE = { everExisted: true, usable: 1 };
const GONE = { everExisted: true, usable: 0 };

Deno.test("judgeCallers holds the token policy against who can reach the gateway", async () => {
  const cases: [object, object, typeof NONE, string, RegExp][] = [
    [LOCAL, {}, NONE, "warn", /every program on this machine/],
    [LOCAL, {}, ONE, "ok", /1 usable.*this machine only/],
    [LOCAL, {}, GONE, "fail", /none that works/],
    [LOCAL, { caller_tokens: "required" }, NONE, "fail", /none that works/],
    [LOCAL, { caller_tokens: "open" }, ONE, "warn", /every program on this machine/],
    [LOCAL, OPEN, NONE, "warn", /every program on this machine/],
    [WIDE, {}, NONE, "warn", /every program on this machine/],
    [WIDE, {}, ONE, "warn", /lets in this machine only/],
    [WIDE, OPEN, NONE, "fail", /everybody who reaches 0\.0\.0\.0/],
    [WIDE, LISTED, NONE, "fail", /everybody who reaches/],
    [WIDE, UNGUARDED, NONE, "fail", /everybody who reaches/],
    [WIDE, LISTED_LOCAL, NONE, "warn", /every program on this machine/],
    [WIDE, { ...OPEN, caller_tokens: "open" }, ONE, "fail", /everybody who reaches/],
    [WIDE, OPEN, ONE, "ok", /from other machines too/],
  ];
  await using folder = await tempDir();
  for (const [server, security, tokens, status, detail] of cases) {
    const yaml = JSON.stringify({ server, security });
    await Deno.writeTextFile(folder.file("flow_llm_router.yaml"), yaml);
    const loaded = loadConfig({ flags: [], env: () => undefined, cwd: folder.path });

    const finding = judgeCallers(loaded.config, tokens);

    assert.equal(finding.status, status, yaml);
    assert.match(finding.detail, detail, yaml);
    assert.equal(finding.remedy !== null, status !== "ok");
  }
});
