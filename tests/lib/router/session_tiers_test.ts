import assert from "node:assert/strict";
import { SessionTiers } from "../../../lib/router/session_tiers.ts";
import { routerSettings } from "../../../lib/router/settings.ts";
import { routerOptions } from "../../support/router.ts";

const settings = routerSettings(routerOptions());

Deno.test("SessionTiers remembers the tier of a session", () => {
  const sessions = new SessionTiers();
  sessions.set("a", "MEDIUM", settings);
  sessions.set("a", "COMPLEX", settings);

  assert.equal(sessions.get("a", settings), "COMPLEX");
  assert.equal(sessions.get("b", settings), null);
});

Deno.test("SessionTiers forgets the one that was silent longest", () => {
  const sessions = new SessionTiers(2);
  sessions.set("a", "SIMPLE", settings);
  sessions.set("b", "SIMPLE", settings);
  sessions.set("a", "SIMPLE", settings);
  sessions.set("c", "SIMPLE", settings);

  assert.deepEqual(["a", "b", "c"].map((name) => sessions.get(name, settings)), [
    "SIMPLE",
    null,
    "SIMPLE",
  ]);
});

Deno.test("SessionTiers: another configuration makes all void", () => {
  const sessions = new SessionTiers();
  const other = routerSettings(routerOptions());
  sessions.set("a", "SIMPLE", settings);

  assert.equal(sessions.get("a", other), null);
  sessions.set("b", "SIMPLE", other);
  assert.equal(sessions.get("a", settings), null);
});
