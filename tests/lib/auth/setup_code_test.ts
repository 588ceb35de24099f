import assert from "node:assert/strict";
import { mintSetupCode, SetupCode } from "../../../lib/auth/setup_code.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { flowError } from "../../support/flow_error.ts";
import { HandClock } from "../../support/hand_clock.ts";
import { randomBytes } from "../../support/memory_vault.ts";

Deno.test("mintSetupCode makes four groups of four letters and digits", () => {
  const code = mintSetupCode(randomBytes).reveal();

  assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.notEqual(mintSetupCode(randomBytes).reveal(), code);
});

Deno.test("SetupCode takes its code as people type it", () => {
  const code = new SetupCode(new Secret("7K2M-Q9XD-03RT-VB5N"), new HandClock());

  for (const typed of ["7K2M-Q9XD-03RT-VB5N", "7k2mq9xd03rtvb5n", " 7k2m q9xd 03rt vb5n\n"]) {
    code.assert(typed);
  }
});

Deno.test("SetupCode refuses other codes and slows guessing down", () => {
  const clock = new HandClock();
  const code = new SetupCode(new Secret("7K2M-Q9XD-03RT-VB5N"), clock);

  for (const wrong of ["", "7K2M-Q9XD-03RT-VB5", "7K2M-Q9XD-03RT-VB5M"]) {
    assert.throws(() => code.assert(wrong), flowError("wrong_password", /set-up code/));
  }
  assert.throws(() => code.assert("7K2M-Q9XD-03RT-VB5N"), flowError("too_many_attempts"));
  clock.advance(1000);
  code.assert("7K2M-Q9XD-03RT-VB5N");
});

Deno.test("SetupCode is right only until it was used", () => {
  const code = new SetupCode(new Secret("12345678"), new HandClock());
  code.assert("12345678");
  code.use();

  assert.throws(() => code.assert("12345678"), flowError("wrong_password"));
});

Deno.test("SetupCode wants eight characters", () => {
  assert.throws(
    () => new SetupCode(new Secret("1234-567"), new HandClock()),
    flowError("config_invalid", /FLOWGATE_SETUP_CODE/),
  );
});

Deno.test("SetupCode compares in constant time", async () => {
  const source = await Deno.readTextFile("lib/auth/setup_code.ts");

  assert.match(source, /timingSafeEqual\(digest, this\.#expected\)/);
  assert.doesNotMatch(source, /[=!]== *(?:digest|this\.#expected)/);
});
