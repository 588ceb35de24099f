import assert from "node:assert/strict";
import { endSession } from "../../../lib/admin/admin_sessions.ts";
import type { AuditedChange } from "../../../lib/admin/audit.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { flowError } from "../../support/flow_error.ts";
import { FROM_HERE, newSessions } from "../../support/memory_sessions.ts";

Deno.test("endSession ends it, writes it down, and knows no session twice", async () => {
  const { sessions } = newSessions();
  const { token, session } = await sessions.open(FROM_HERE);
  const audited: AuditedChange[] = [];
  const audit = {
    record: (change: AuditedChange) => {
      audited.push(change);
      return Promise.resolve();
    },
  };

  await endSession({ sessions, audit }, session.id, CLI_ACTOR);

  assert.equal(sessions.use(token.reveal()), null);
  assert.deepEqual(audited.map(({ action, target }) => [action, target]), [
    ["session.end", session.id],
  ]);
  await assert.rejects(
    endSession({ sessions, audit }, session.id, CLI_ACTOR),
    flowError("not_found"),
  );
});
