import assert from "node:assert/strict";
import { FROM_HERE, MemorySessionRecords, newSessions } from "../../support/memory_sessions.ts";

const MINUTE = 60_000;

Deno.test("AdminSessions know the token that they gave out and no other", async () => {
  const { sessions } = newSessions();
  const { token, session } = await sessions.open(FROM_HERE);

  assert.match(token.reveal(), /^[\w-]{43}$/);
  assert.equal(sessions.use(token.reveal())?.id, session.id);
  for (const other of ["", token.reveal().slice(1), token.reveal() + "a", "x".repeat(10_000)]) {
    assert.equal(sessions.use(other), null);
  }
  assert.notEqual((await sessions.open(FROM_HERE)).token.reveal(), token.reveal());
  await sessions.drain();
});

Deno.test("AdminSessions keep hashes, in memory and in the database", async () => {
  const { sessions, records } = newSessions();
  const { token } = await sessions.open(FROM_HERE);

  const shown = Deno.inspect([sessions, records, token], { depth: 9, showHidden: true });
  assert.ok(!shown.includes(token.reveal()));
  assert.equal(records.rows[0]?.tokenHash.length, 32);
});

Deno.test("AdminSessions survive a restart, with what was written of their use", async () => {
  const before = newSessions();
  const { token } = await before.sessions.open(FROM_HERE);
  before.clock.advance(30 * MINUTE);
  before.sessions.use(token.reveal());
  await before.sessions.drain();

  const after = newSessions(before.records, before.clock);
  assert.equal(after.sessions.use(token.reveal()), null, "not read yet");
  await after.sessions.load();
  before.clock.advance(59 * MINUTE);
  assert.notEqual(after.sessions.use(token.reveal()), null);
  await after.sessions.drain();
});

Deno.test("AdminSessions end when unused for their time, and last longer when used", async () => {
  const { clock, sessions } = newSessions();
  const token = (await sessions.open(FROM_HERE)).token.reveal();

  for (let i = 0; i < 5; i++) {
    clock.advance(60 * MINUTE - 1);
    assert.notEqual(sessions.use(token), null);
  }
  clock.advance(60 * MINUTE);
  assert.equal(sessions.use(token), null);
  assert.deepEqual(sessions.list(), []);
  await sessions.drain();
});

Deno.test("AdminSessions take a changed lifetime at once", async () => {
  const { clock, sessions, ttl } = newSessions();
  const token = (await sessions.open(FROM_HERE)).token.reveal();
  clock.advance(10 * MINUTE);

  ttl.ms = 10 * MINUTE;
  assert.equal(sessions.use(token), null);
});

Deno.test("AdminSessions write a use down once a minute, not each time", async () => {
  const { clock, sessions, records } = newSessions();
  const token = (await sessions.open(FROM_HERE)).token.reveal();

  for (let second = 0; second < 120; second++) {
    sessions.use(token);
    clock.advance(1000);
  }
  await sessions.drain();

  assert.equal(records.uses, 2);
});

Deno.test("AdminSessions say that a use was not written, and go on", async () => {
  const { sessions, records, log } = newSessions();
  const token = (await sessions.open(FROM_HERE)).token.reveal();
  records.noteUse = () => Promise.reject(new Error("disk full"));

  assert.notEqual(sessions.use(token), null);
  await sessions.drain();

  assert.match(log.lines.join(), /was not written.*disk full/);
});

Deno.test("AdminSessions that ended are removed from the database when it is read", async () => {
  const { clock, sessions, records } = newSessions();
  await sessions.open(FROM_HERE);
  clock.advance(60 * MINUTE);

  await sessions.load();

  assert.deepEqual(records.rows, []);
});

Deno.test("AdminSessions can be ended, one or all others", async () => {
  const { sessions, records } = newSessions();
  const [first, second, third] = [
    await sessions.open(FROM_HERE),
    await sessions.open(FROM_HERE),
    await sessions.open(FROM_HERE),
  ];

  assert.equal((await sessions.close(first.session.id))?.id, first.session.id);
  assert.equal(await sessions.close(first.session.id), null);
  assert.equal(sessions.use(first.token.reveal()), null);

  assert.equal(await sessions.closeOthers(second.session.id), 1);
  assert.equal(sessions.use(third.token.reveal()), null);
  assert.notEqual(sessions.use(second.token.reveal()), null);
  assert.deepEqual(records.rows.map(({ id }) => id), [second.session.id]);
  await sessions.drain();
});

Deno.test("AdminSessions forget what another process has ended", async () => {
  const { sessions, records } = newSessions();
  const token = (await sessions.open(FROM_HERE)).token.reveal();
  records.rows = [];

  await sessions.load();

  assert.equal(sessions.use(token), null);
});

Deno.test("AdminSessions lose none that is opened while they are read", async () => {
  const { sessions } = newSessions();

  const [, { token }] = await Promise.all([sessions.load(), sessions.open(FROM_HERE)]);

  assert.notEqual(sessions.use(token.reveal()), null);
  await sessions.drain();
});

Deno.test("AdminSessions are never more than a thousand; the longest unused goes", async () => {
  const { sessions, clock } = newSessions();
  const tokens: string[] = [];
  for (let i = 0; i < 1001; i++) {
    tokens.push((await sessions.open(FROM_HERE)).token.reveal());
    clock.advance(1);
  }

  assert.equal(sessions.list().length, 1000);
  assert.equal(sessions.use(tokens[0] ?? ""), null);
  assert.notEqual(sessions.use(tokens[1] ?? ""), null);
  await sessions.drain();
});

Deno.test("AdminSessions keep no endless User-Agent", async () => {
  const { sessions } = newSessions(new MemorySessionRecords());

  const { session } = await sessions.open({ ip: null, userAgent: "x".repeat(10_000) });

  assert.equal(session.userAgent?.length, 200);
});
