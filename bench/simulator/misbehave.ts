/**
 * The ways to go wrong that do not depend on what a stream has said so far.
 *
 * @module
 */
import { bigErrorBody, HTML_PAGE } from "./error_body.ts";
import { Exchange, type HeaderList } from "./exchange.ts";
import type { Fault, Scenario } from "./scenario.ts";

/**
 * Carries out a fault that replaces the whole answer. False when the scenario has none of that sort.
 */
export async function misbehave(
  exchange: Exchange,
  scenario: Scenario,
  headers: HeaderList,
): Promise<boolean> {
  switch (scenario.fault?.kind) {
    case "drop":
      return true;
    case "no_headers":
      return await exchange.untilGone();
    case "slow_headers": {
      const json: readonly [string, string] = ["content-type", "application/json"];
      const head = Exchange.head(200, [json, ...headers], 2);
      for (const byte of head) {
        await exchange.write(Uint8Array.of(byte));
        await exchange.sleep(Math.max(1, scenario.cadence));
      }
      await exchange.write(new TextEncoder().encode("{}"));
      return true;
    }
    case "html":
      await exchange.answer(200, [["content-type", "text/html; charset=utf-8"]], HTML_PAGE);
      return true;
    case "big_error": {
      const status = scenario.status === 200 ? 500 : scenario.status;
      await exchange.answer(status, [["content-type", "application/json"]], bigErrorBody());
      return true;
    }
    default:
      return false;
  }
}

/**
 * Sends a body that is not a stream up to the fault's place, then lets the fault strike. Chunks do
 * not exist here, so a place in chunks means half of the body. False: the connection is used up.
 */
export async function cutShort(
  exchange: Exchange,
  fault: Fault,
  headers: HeaderList,
  body: Uint8Array,
): Promise<false> {
  const at = fault.unit === "bytes" ? Math.min(fault.after, body.length) : body.length >> 1;
  const sent = body.subarray(0, at);
  if (fault.kind === "truncated_json" || fault.kind === "cut_utf8") {
    await exchange.answer(200, headers, sent);
    return false;
  }
  if (fault.kind === "malformed_sse" || fault.kind === "invalid_utf8") {
    const broken = body.slice();
    broken[at] = 0xff;
    await exchange.answer(200, headers, broken);
    return false;
  }
  await exchange.write(Exchange.head(200, headers, body.length));
  await exchange.write(sent);
  return await strike(exchange, fault);
}

/** The end of a connection in the middle of an answer. */
export async function strike(exchange: Exchange, fault: Fault): Promise<false> {
  if (fault.kind === "stall") return await exchange.untilGone();
  if (fault.kind === "reset") {
    // A reset throws away what the peer has not read yet: let it read what was sent before.
    await exchange.sleep(SETTLE_MS);
    exchange.reset();
  }
  return false;
}

const SETTLE_MS = 20;
