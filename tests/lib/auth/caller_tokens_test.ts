import assert from "node:assert/strict";
import {
  type CallerToken,
  CallerTokenRegister,
  hashToken,
  mintToken,
} from "../../../lib/auth/caller_tokens.ts";
import { FlowError } from "../../../lib/domain/errors.ts";

const NOW = 1_700_000_000_000;
const TOKEN = "fgt_" + "a".repeat(43);

const stored = (change: Partial<CallerToken> = {}): CallerToken => ({
  id: "t1",
  name: "laptop",
  hash: hashToken(TOKEN),
  enabled: true,
  expiresAtMs: null,
  ...change,
});
function register(tokens: CallerToken[], everExisted = false): CallerTokenRegister {
  const register = new CallerTokenRegister();
  register.replace({ tokens, everExisted, policy: "auto" });
  return register;
}
function refused(message: RegExp): (thrown: unknown) => boolean {
  return (thrown) => {
    assert.ok(thrown instanceof FlowError);
    assert.equal(thrown.code, "invalid_api_key");
    assert.match(thrown.message, message);
    assert.ok(!thrown.message.includes(TOKEN));
    return true;
  };
}

Deno.test("mintToken makes fgt_ and 43 characters, and keeps only the hash readable", () => {
  const minted = mintToken((length) => new Uint8Array(length).fill(251));

  const token = minted.token.reveal();
  assert.equal(token, "fgt_" + "-_v7".repeat(10) + "-_s");
  assert.equal(token.length, 47);
  assert.equal(minted.prefix, token.slice(0, 12));
  assert.deepEqual(minted.hash, hashToken(token));
  for (const shown of [Deno.inspect(minted), JSON.stringify(minted), `${minted.token}`]) {
    assert.ok(!shown.includes(token));
  }
});

Deno.test("hashToken is SHA-256", () => {
  assert.equal(
    hashToken("abc").toHex(),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

Deno.test("CallerTokenRegister admits a known token and says whose it is", () => {
  assert.equal(register([stored()]).admit(TOKEN, NOW)?.id, "t1");
});

Deno.test("CallerTokenRegister refuses what is no valid token", () => {
  const table: [CallerToken, string | null, RegExp][] = [
    [stored(), null, /needs a caller token/],
    [stored(), "", /not a caller token/],
    [stored(), "sk-other", /not a caller token/],
    [stored(), TOKEN + "a", /not a caller token/],
    [stored({ hash: hashToken("x".repeat(257)) }), "x".repeat(257), /not a caller token/],
    [stored({ enabled: false }), TOKEN, /'laptop' is disabled/],
    [stored({ expiresAtMs: NOW }), TOKEN, /'laptop' expired at 2023-11-14T22:13:20.000Z/],
  ];
  for (const [token, presented, message] of table) {
    assert.throws(() => register([token]).admit(presented, NOW), refused(message));
  }
});

Deno.test("CallerTokenRegister admits a token up to its last millisecond", () => {
  assert.equal(register([stored({ expiresAtMs: NOW + 1 })]).admit(TOKEN, NOW)?.id, "t1");
});

Deno.test("CallerTokenRegister compares the whole hash, not only the part it looks up by", () => {
  const similar = hashToken(TOKEN);
  similar[31]! ^= 1;
  const short = hashToken(TOKEN).slice(0, 16);

  for (const hash of [similar, short]) {
    const tokens = register([stored({ hash })]);
    assert.throws(() => tokens.admit(TOKEN, NOW), refused(/not a caller token/));
  }
  assert.equal(
    register([stored({ id: "t0", hash: similar }), stored()]).admit(TOKEN, NOW)?.id,
    "t1",
  );
});

Deno.test("CallerTokenRegister compares in constant time", async () => {
  const source = await Deno.readTextFile("lib/auth/caller_tokens.ts");

  assert.match(source, /timingSafeEqual\(token\.hash, digest\)/);
  assert.doesNotMatch(source, /(?:===|!==|==|!=) *digest\b(?!\.length)/);
});

Deno.test("CallerTokenRegister is open until the first token, then closed even without any", () => {
  const tokens = register([]);
  assert.equal(tokens.admit(null, NOW), null);
  assert.equal(tokens.admit("sk-anything", NOW), null);

  tokens.replace({ tokens: [stored({ enabled: false })], everExisted: false, policy: "auto" });
  assert.throws(() => tokens.admit(null, NOW), refused(/needs a caller token/));

  tokens.replace({ tokens: [], everExisted: true, policy: "auto" });
  assert.throws(() => tokens.admit(null, NOW), refused(/needs a caller token/));
});

Deno.test("CallerTokenRegister follows the policy over the number of tokens", () => {
  const tokens = new CallerTokenRegister();
  assert.throws(() => tokens.admit(null, NOW), refused(/needs/), "nothing loaded: nobody enters");

  tokens.replace({ tokens: [], everExisted: false, policy: "required" });
  assert.throws(() => tokens.admit(null, NOW), refused(/needs a caller token/));

  tokens.replace({ tokens: [stored()], everExisted: true, policy: "open" });
  assert.equal(tokens.admit(null, NOW), null);
  assert.equal(tokens.admit("wrong", NOW), null);
  assert.equal(tokens.admit(TOKEN, NOW)?.id, "t1", "a caller who says who it is, is known");
});

Deno.test("CallerTokenRegister.admit forgets a token that it has admitted when the state is replaced", () => {
  const minted = mintToken((length) => new Uint8Array(length).fill(7));
  const token = { id: "t", name: "n", hash: minted.hash, enabled: true, expiresAtMs: null };
  const register = new CallerTokenRegister();
  register.replace({ tokens: [token], everExisted: true, policy: "auto" });
  const presented = minted.token.reveal();
  assert.equal(register.admit(presented, 0), token);
  assert.equal(register.admit(presented, 0), token);
  const almost = presented.slice(0, -1) + (presented.endsWith("A") ? "B" : "A");

  assert.throws(() => register.admit(almost, 0), { code: "invalid_api_key" });
  register.replace({ tokens: [], everExisted: true, policy: "auto" });
  assert.throws(() => register.admit(presented, 0), { code: "invalid_api_key" });
});
