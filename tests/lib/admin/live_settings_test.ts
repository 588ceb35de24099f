import assert from "node:assert/strict";
import { AuditLog } from "../../../lib/admin/audit.ts";
import { LiveSettings } from "../../../lib/admin/live_settings.ts";
import { type ConfigSources, loadConfig } from "../../../lib/config/load.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { setSetting } from "../../../lib/store/settings.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";
import { recordingLog } from "../../support/recording_log.ts";

const DAYS = "logging.retention_days";

const load = (sources: Partial<ConfigSources> = {}) =>
  loadConfig({ flags: [], env: () => undefined, cwd: "/nowhere", ...sources });

async function start(sources: Partial<ConfigSources> = {}) {
  const parts = await openAdmin();
  const log = recordingLog();
  let effects = 0;
  const make = () =>
    new LiveSettings(load(sources), {
      db: parts.db,
      clock: parts.clock,
      log,
      audit: new AuditLog(parts),
      takeEffect: () => {
        effects++;
        return Promise.resolve();
      },
    });
  return {
    db: parts.db,
    log,
    make,
    settings: make(),
    effects: () => effects,
    [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose](),
  };
}

Deno.test("LiveSettings.change takes effect, and is there after a restart", async () => {
  await using started = await start();
  await started.settings.change({ [DAYS]: 30 }, CLI_ACTOR);
  assert.equal(started.settings.current.config.logging.retention_days, 30);
  assert.equal(started.effects(), 1);

  const later = started.make();
  assert.equal(later.current.config.logging.retention_days, 0, "not read yet");
  await later.load();
  assert.equal(later.current.config.logging.retention_days, 30);
});

Deno.test("LiveSettings: a file that was read again does not undo a change", async () => {
  await using started = await start();
  await started.settings.change({ [DAYS]: 30 }, CLI_ACTOR);

  started.settings.rebase(load({
    flags: [{ flag: "--port", path: "server.port", text: "1234" }],
  }));

  assert.equal(started.settings.current.config.logging.retention_days, 30);
  assert.equal(started.settings.current.config.server.port, 1234);
});

Deno.test("LiveSettings: a variable beats what was set before, and cannot be changed", async () => {
  const env: Record<string, string> = {};
  await using started = await start({ env: (name) => env[name] });
  await started.settings.change({ [DAYS]: 30 }, CLI_ACTOR);

  env["FLOWGATE_LOGGING__RETENTION_DAYS"] = "5";
  const later = started.make();
  await later.load();

  assert.equal(later.current.config.logging.retention_days, 5);
  await assert.rejects(
    later.change({ [DAYS]: 40 }, CLI_ACTOR),
    flowError("setting_fixed", /FLOWGATE_LOGGING__RETENTION_DAYS/),
  );
  await later.change({ [DAYS]: null }, CLI_ACTOR);
});

Deno.test("LiveSettings.change takes all or nothing, and only what may be changed", async () => {
  await using started = await start();
  const wrong = [
    { "logging.log_prompts": false, [DAYS]: -1 },
    { "server.port": 80 },
    { "security.ip_whitelist.allowed_ips": ["nonsense"] },
  ];
  for (const change of wrong) {
    await assert.rejects(started.settings.change(change, CLI_ACTOR), flowError("invalid_request"));
  }
  assert.equal(started.settings.current.config.logging.log_prompts, true);
  assert.equal(started.effects(), 0);
});

Deno.test("LiveSettings.change keeps both of two changes made at once", async () => {
  await using started = await start();
  const { settings } = started;

  await Promise.all([
    settings.change({ [DAYS]: 30 }, CLI_ACTOR),
    settings.change({ "logging.log_prompts": false }, CLI_ACTOR),
  ]);

  const { logging } = settings.current.config;
  assert.deepEqual([logging.retention_days, logging.log_prompts], [30, false]);
});

Deno.test("LiveSettings fall back to the file, and say so, when stored values do not fit", async () => {
  await using started = await start();
  await setSetting(started.db, "live_settings", { [DAYS]: "many", "no.such.option": 1 }, 0);

  await started.settings.load();

  assert.equal(started.settings.current.config.logging.retention_days, 0);
  assert.match(started.log.lines.join(), /retention_days/);
});
