import assert from "node:assert/strict";
import { listAuditEntries } from "../../../../lib/store/audit_log.ts";
import { cliFolder } from "../../../support/cli_folder.ts";

interface Shown {
  readonly path: string;
  readonly value: unknown;
  readonly origin: string;
}

Deno.test("settings set beats the file, and reset gives back to it", async () => {
  await using folder = await cliFolder({ logging: { retention_days: 7 } });
  const shown = async (args: readonly string[], path: string) => {
    const { settings } = await folder.json(["settings", ...args]);
    const all: readonly Shown[] = Object(settings);
    const found = all.find((one) => one.path === path);
    return [found?.value, found?.origin];
  };
  const days = "logging.retention_days";

  assert.deepEqual(await shown(["list"], days), [7, "file"]);
  assert.deepEqual(await shown(["set", days, "30"], days), [30, "admin"]);
  assert.deepEqual(await shown(["list"], days), [30, "admin"]);
  assert.deepEqual(await shown(["reset", days], days), [7, "file"]);
  const list = "security.ip_whitelist.allowed_ips";
  assert.deepEqual(await shown(["set", list, "10.0.0.0/8,192.168.1.1"], list), [
    ["10.0.0.0/8", "192.168.1.1"],
    "admin",
  ]);
  const entries = await folder.withStore(({ db }) => listAuditEntries(db, {}, null, 10));
  assert.deepEqual(entries.at(-1)?.before, { [days]: 7 });
  assert.equal(entries.length, 3);
});

Deno.test("settings gives 2 for what cannot be set", async () => {
  await using folder = await cliFolder();
  const table: [string[], RegExp][] = [
    [["set", "logging.retention_day", "1"], /There is no setting/],
    [["set", "server.port", "1"], /server\.port/],
    [["set", "logging.retention_days", "-1"], /retention_days/],
    [["reset", "nothing"], /There is no setting/],
  ];
  for (const [args, said] of table) {
    const { code, stderr } = await folder.run(["settings", ...args]);
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, said);
  }
});

Deno.test("settings prints a table for people", async () => {
  await using folder = await cliFolder();

  const { stdout } = await folder.run(["settings"]);

  assert.match(stdout, /^SETTING +VALUE +SOURCE\n/);
  assert.match(stdout, /security\.ip_whitelist\.allowed_ips +127\.0\.0\.1,::1 +default/);
});
