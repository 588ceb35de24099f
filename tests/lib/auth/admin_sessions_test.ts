import assert from "node:assert/strict";
import { AdminSessions } from "../../../lib/auth/admin_sessions.ts";
import { HandClock } from "../../support/hand_clock.ts";
import { randomBytes } from "../../support/memory_vault.ts";

const MINUTE = 60_000;
function sessions() {
  const clock = new HandClock();
  return { clock, sessions: new AdminSessions(clock, randomBytes, 60 * MINUTE) };
}

Deno.test("AdminSessions know the token that they gave out and no other", () => {
  const { sessions: open } = sessions();
  const token = open.open().reveal();

  assert.match(token, /^[\w-]{43}$/);
  assert.equal(open.isOpen(token), true);
  for (const other of ["", token.slice(1), token + "a", "x".repeat(10_000)]) {
    assert.equal(open.isOpen(other), false);
  }
  assert.notEqual(open.open().reveal(), token);
});

Deno.test("AdminSessions do not keep tokens", () => {
  const { sessions: open } = sessions();
  const token = open.open();

  const shown = Deno.inspect(open, { depth: 9, showHidden: true }) + Deno.inspect(token);
  assert.ok(!shown.includes(token.reveal()));
});

Deno.test("AdminSessions end when unused for their time, and last longer when used", () => {
  const { clock, sessions: open } = sessions();
  const token = open.open().reveal();

  for (let i = 0; i < 5; i++) {
    clock.advance(60 * MINUTE - 1);
    assert.equal(open.isOpen(token), true);
  }
  clock.advance(60 * MINUTE);
  assert.equal(open.isOpen(token), false);
  assert.equal(open.count, 0);
});

Deno.test("AdminSessions drop the ended ones first, whatever the order of their use", () => {
  const { clock, sessions: open } = sessions();
  const [first, second] = [open.open().reveal(), open.open().reveal()];
  clock.advance(30 * MINUTE);
  assert.equal(open.isOpen(first), true);
  clock.advance(30 * MINUTE);

  assert.equal(open.isOpen(second), false);
  assert.equal(open.isOpen(first), true);
  assert.equal(open.count, 1);
});

Deno.test("AdminSessions can be ended, one or all", () => {
  const { sessions: open } = sessions();
  const [first, second] = [open.open().reveal(), open.open().reveal()];

  assert.equal(open.close(first), true);
  assert.equal(open.close(first), false);
  assert.equal(open.isOpen(first), false);
  assert.equal(open.isOpen(second), true);
  open.closeAll();
  assert.equal(open.isOpen(second), false);
});

Deno.test("AdminSessions are never more than a thousand; the longest unused goes", () => {
  const { sessions: open } = sessions();
  const tokens = Array.from({ length: 1001 }, () => open.open().reveal());

  assert.equal(open.count, 1000);
  assert.equal(open.isOpen(tokens[0]!), false);
  assert.equal(open.isOpen(tokens[1]!), true);
});
