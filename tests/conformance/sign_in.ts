/** The vault's life over `/api/auth`, from before it exists. The checks build on each other. */
import assert from "node:assert/strict";
import { check, type CheckGroup, get, post } from "./check.ts";

const PASSWORD = "a password for conformance";
const status = (initialized: boolean, unlocked: boolean) => ({
  vault_initialized: initialized,
  vault_unlocked: unlocked,
});

export const SIGN_IN: CheckGroup = {
  name: "setting the master password and signing in",
  checks: [
    check("before anything, the vault is neither there nor unlocked", ["setupCode"], async (s) => {
      assert.deepEqual((await get(s, "/api/auth/status")).json(), status(false, false));
    }),
    check("signing in before there is a password is a 404", ["setupCode"], async (s) => {
      assert.equal((await post(s, "/api/auth/verify", { password: PASSWORD })).status, 404);
    }),
    check("without the one-time code nobody sets the password", ["setupCode"], async (s) => {
      assert.equal((await post(s, "/api/auth/setup", { password: PASSWORD })).status, 403);
      assert.deepEqual((await get(s, "/api/auth/status")).json(), status(false, false));
    }),
    check("a body without password is a 422 with a list of details", ["setupCode"], async (s) => {
      const answer = await post(s, "/api/auth/setup", { setup_code: s.setupCode });
      assert.equal(answer.status, 422);
      assert.match(answer.text(), /^\{"detail":\[\{.*"password"/);
    }),
    check("malformed JSON is a 422", ["setupCode"], async (s) => {
      const answer = await post(s, "/api/auth/verify", "{");
      assert.equal(answer.status, 422);
      assert.match(answer.text(), /json_invalid/);
    }),
    check("the code sets the password and unlocks the vault", ["setupCode"], async (s) => {
      const body = { password: PASSWORD, setup_code: s.setupCode };
      const answer = await post(s, "/api/auth/setup", body);
      assert.equal(answer.status, 200);
      assert.match(answer.text(), /^\{"success":true,"message":"/);
      assert.deepEqual((await get(s, "/api/auth/status")).json(), status(true, true));
    }),
    check("a second set-up is a 409", ["setupCode"], async (s) => {
      const body = { password: "another password", setup_code: s.setupCode };
      assert.equal((await post(s, "/api/auth/setup", body)).status, 409);
    }),
    check("the right password gives a token and how long it lasts", ["setupCode"], async (s) => {
      const answer = await post(s, "/api/auth/verify", { password: PASSWORD });
      assert.equal(answer.status, 200);
      const { success, token, expires_in } = JSON.parse(answer.text());
      assert.equal(success, true);
      assert.ok(typeof token === "string" && token.length > 10);
      assert.ok(Number.isInteger(expires_in) && expires_in > 0);
    }),
    check("wrong passwords are a 403 and soon a 429 with Retry-After", ["setupCode"], async (s) => {
      const wrong = () => post(s, "/api/auth/verify", { password: "not the password" });
      assert.equal((await wrong()).status, 403);
      for (let i = 0; i < 3; i++) await wrong();
      const last = await wrong();
      assert.equal(last.status, 429);
      assert.ok(Number(last.header("retry-after")) > 0);
    }),
  ],
};
