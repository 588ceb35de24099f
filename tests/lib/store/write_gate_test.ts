import assert from "node:assert/strict";
import fc from "fast-check";
import { WriteGate } from "../../../lib/store/write_gate.ts";

/** Lets everything that can go on go on. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

Deno.test("WriteGate lets whole writes pass together and a transaction alone", async () => {
  const gate = new WriteGate();
  const trace: string[] = [];
  const slow = Promise.withResolvers<void>();

  const first = gate.passTogether(async () => {
    trace.push("first begins");
    await slow.promise;
    trace.push("first ends");
  });
  const second = gate.passTogether(() => Promise.resolve(trace.push("second")));
  const alone = gate.enterAlone();
  const third = gate.passTogether(() => Promise.resolve(trace.push("third")));
  await settle();
  assert.deepEqual(trace, ["first begins", "second"]);

  slow.resolve();
  const leave = await alone;
  trace.push("alone");
  await settle();
  assert.deepEqual(trace.slice(2), ["first ends", "alone"]);

  leave();
  leave();
  await Promise.all([first, second, third]);
  assert.equal(trace.at(-1), "third");
});

Deno.test("WriteGate goes on after a write that failed", async () => {
  const gate = new WriteGate();

  await assert.rejects(gate.passTogether(() => Promise.reject(new Error("no"))), /no/);
  const leave = await gate.enterAlone();
  leave();

  assert.equal(await gate.passTogether(() => Promise.resolve(7)), 7);
});

Deno.test("WriteGate never lets anybody in beside one who is alone, and lets everybody in", async () => {
  const step = fc.record({ alone: fc.boolean(), ticks: fc.integer({ min: 0, max: 3 }) });
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
    const gate = new WriteGate();
    let inside = 0;
    let aloneInside = 0;
    const stay = async (ticks: number, alone: boolean) => {
      inside++;
      aloneInside += alone ? 1 : 0;
      for (let tick = 0; tick < ticks; tick++) {
        assert.ok(aloneInside === 0 || inside === 1);
        await Promise.resolve();
      }
      inside--;
      aloneInside -= alone ? 1 : 0;
    };

    await Promise.all(steps.map(async ({ alone, ticks }) => {
      if (!alone) return await gate.passTogether(() => stay(ticks, false));
      const leave = await gate.enterAlone();
      await stay(ticks, true);
      leave();
    }));

    assert.equal(inside, 0);
  }));
});
