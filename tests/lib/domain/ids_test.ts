import assert from "node:assert/strict";
import fc from "fast-check";
import { uuid7Generator } from "../../../lib/domain/ids.ts";

const clockAt = (ms: number) => ({ now: () => ms, monotonic: () => 0 });
const filledWith = (byte: number) => (length: number) => new Uint8Array(length).fill(byte);

Deno.test("uuid7Generator lays time, version, variant and randomness out as RFC 9562 says", () => {
  // The timestamp of the RFC's own example (appendix A.6).
  const newId = uuid7Generator(clockAt(0x017f22e279b0), filledWith(0xff));

  assert.equal(newId(), "017f22e2-79b0-7fff-bfff-ffffffffffff");
});

Deno.test("uuid7Generator: ids of different milliseconds sort by time", () => {
  const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  fc.assert(fc.property(time, time, (earlier, later) => {
    fc.pre(earlier < later);
    const first = uuid7Generator(clockAt(earlier), filledWith(0xff))();
    const second = uuid7Generator(clockAt(later), filledWith(0x00))();
    assert.ok(first < second);
  }));
});

Deno.test("uuid7Generator never uses a random byte twice, and draws them in blocks", () => {
  let drawn = 0;
  let next = 0;
  const counting = (length: number) => {
    drawn++;
    return Uint8Array.from({ length }, () => next++ % 251);
  };
  const newId = uuid7Generator(clockAt(1), counting);

  const ids = new Set(Array.from({ length: 250 }, newId));

  assert.equal(ids.size, 250);
  assert.equal(drawn, 3);
});
