import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { SPEECH } from "../../../lib/formats/openai_media/endpoints.ts";
import { BinaryMeter } from "../../../lib/gateway/binary_meter.ts";
import { Draft } from "../../../lib/gateway/draft.ts";
import { Settler } from "../../../lib/gateway/settle.ts";
import { gatewayFixture } from "../../support/gateway.ts";

function metered() {
  const fixture = gatewayFixture();
  const { parts, clock } = fixture;
  const draft = new Draft("id-1", SPEECH, 0, clock.monotonic(), null);
  return { fixture, clock, meter: new BinaryMeter(draft, clock, new Settler(parts), 200) };
}

Deno.test("BinaryMeter passes every piece on as it is, and notes when the first came", () => {
  const { fixture, clock, meter } = metered();
  using _ = fixture;
  const piece = new Uint8Array([1, 2]);

  clock.advance(30);
  const passed = meter.pass(piece);
  clock.advance(30);
  meter.pass(piece);
  const rest = meter.end(null);

  assert.equal(passed, piece);
  assert.equal(rest?.length, 0);
  const { outcome, httpStatus, ttftMs } = fixture.row();
  assert.deepEqual([outcome, httpStatus, ttftMs], ["complete", 200, 30]);
});

Deno.test("BinaryMeter breaks off what broke off", () => {
  const { fixture, meter } = metered();
  using _ = fixture;

  const rest = meter.end(new FlowError("upstream_interrupted", "Gone."));

  assert.equal(rest, null);
  const { outcome, errorCode, errorMessage } = fixture.row();
  assert.deepEqual([outcome, errorCode, errorMessage], ["failed", "upstream_interrupted", "Gone."]);
});

Deno.test("BinaryMeter notes a caller that left", () => {
  const { fixture, meter } = metered();
  using _ = fixture;

  meter.callerGone();

  assert.deepEqual([fixture.row().outcome, fixture.row().errorCode], [
    "caller_gone",
    "caller_gone",
  ]);
});
