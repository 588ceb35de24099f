import assert from "node:assert/strict";
import { AuditLog } from "../../../lib/admin/audit.ts";
import { RouterConfig } from "../../../lib/admin/router_config.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import type { RouterOptions } from "../../../lib/router/settings.ts";
import { addRouterConfiguration } from "../../../lib/store/router_history.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";
import { recordingLog } from "../../support/recording_log.ts";
import { routerOptions } from "../../support/router.ts";

async function start(file: RouterOptions = routerOptions()) {
  const made = await openAdmin();
  const { db, clock, newId } = made;
  const log = recordingLog();
  const open = () =>
    new RouterConfig({ db, clock, log, fromFile: () => file, classifierFor: () => null });
  let applied = 0;
  const audit = new AuditLog({ db, clock, newId });
  const admin = { audit, applyChanges: () => Promise.resolve(void applied++) };
  return {
    db,
    log,
    open,
    admin,
    router: open(),
    applied: () => applied,
    [Symbol.asyncDispose]: () => made[Symbol.asyncDispose](),
  };
}

Deno.test("RouterConfig is the file's until somebody changes it, and then the changed one", async () => {
  await using made = await start(routerOptions({ strategy: "complexity" }));
  const { router, admin, open } = made;
  await router.load();
  assert.equal(router.view.strategy, "complexity");

  const view = await router.replace({ strategy: "classifier" }, CLI_ACTOR, admin);
  const again = open();
  await again.load();

  assert.equal(view.strategy, "classifier");
  assert.deepEqual(again.view, view);
  assert.equal(made.applied(), 1);
});

Deno.test("RouterConfig never rewrites the strategy for want of a classifier", async () => {
  await using made = await start();

  await made.router.replace({ strategy: "classifier" }, CLI_ACTOR, made.admin);
  await made.router.load();

  const { strategy, classifier } = made.router.view;
  assert.deepEqual([strategy, classifier.available], ["classifier", false]);
});

Deno.test("RouterConfig leaves the state in place where nothing has changed", async () => {
  await using made = await start();
  const { router, admin } = made;
  await router.replace({ strategy: "complexity" }, CLI_ACTOR, admin);
  const before = router.current;

  await router.load();

  assert.equal(router.current, before);
});

Deno.test("RouterConfig keeps every configuration and brings any of them back", async () => {
  await using made = await start();
  const { router, admin } = made;
  await router.replace({ strategy: "complexity", apply_to: "auto" }, CLI_ACTOR, admin);
  await router.replace({ strategy: "off" }, CLI_ACTOR, admin);
  const [, first] = await router.history(10);

  const view = await router.restore(first!.id, CLI_ACTOR, admin);

  assert.deepEqual([view.strategy, view.apply_to], ["complexity", "auto"]);
  const [latest, ...older] = await router.history(10);
  assert.equal(latest?.restored_id, first!.id);
  assert.deepEqual(older.map(({ config }) => config.strategy), ["off", "complexity"]);
  await assert.rejects(router.restore(99, CLI_ACTOR, admin), flowError("not_found"));
});

Deno.test("RouterConfig reports a kept configuration that is broken, and uses the file's", async () => {
  await using made = await start(routerOptions({ strategy: "complexity" }));
  const { db, router, log } = made;
  const broken = { changedAtMs: 1, actor: "x", options: { complexity: { tiers: null } } };
  await addRouterConfiguration(db, { ...broken, restoredId: null });

  await router.load();

  assert.equal(router.view.strategy, "complexity");
  assert.match(log.lines.join(), /configuration of the router is broken/);
  await assert.rejects(router.restore(1, CLI_ACTOR, made.admin), flowError("invalid_request"));
});

Deno.test("RouterConfig writes down who changed what", async () => {
  await using made = await start();
  await made.router.replace({ strategy: "complexity" }, CLI_ACTOR, made.admin);

  const [entry] = await made.db.selectFrom("audit_log").selectAll().execute();
  assert.equal(entry?.action, "router_config.update");
  assert.match(JSON.stringify(entry), /complexity/);
});

Deno.test("RouterConfig names what asks for it only while it is on", async () => {
  await using made = await start();
  const { router, admin } = made;
  assert.deepEqual(router.aliases, []);

  await router.replace({ strategy: "complexity", aliases: { fast: "SIMPLE" } }, CLI_ACTOR, admin);

  assert.deepEqual(router.aliases, ["auto", "auto:cheap", "auto:best", "fast"]);
});

Deno.test("RouterConfig tries another configuration without taking it on", async () => {
  await using made = await start();

  const { settings } = made.router.trial({ strategy: "complexity" });

  assert.equal(settings.strategy, "complexity");
  assert.equal(made.router.view.strategy, "off");
});
