import assert from "node:assert/strict";
import { ConnectProbe, type TryConnect } from "../../../lib/http/connect_probe.ts";
import { Exchange } from "../../../lib/http/exchange.ts";
import { HandClock } from "../../support/hand_clock.ts";

const URL_OF_HOST = new URL("https://api.example.com/v1/chat/completions");
/** The probe waits for half of this in real time. */
const LIMITS = { connectMs: 2, headersMs: 60_000, idleMs: 60_000 };
const exchange = () => new Exchange("p (host)", LIMITS, 0);

/** A connect that never comes about, until it is given up. */
const never: TryConnect = (_host, _port, signal) =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });

/** Lets the timers of both halves come and go. */
async function bothHalves(): Promise<void> {
  // Several turns: the second half's timer is set only when the first one's has fired.
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 4));
}

function aborted({ signal }: Exchange): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

Deno.test("ConnectProbe ends an exchange whose host takes no connection in time", async () => {
  const probe = new ConnectProbe(new HandClock(), never);
  const subject = exchange();
  const over = aborted(subject);
  probe.guard(URL_OF_HOST, subject);

  await over;

  assert.equal(subject.failure?.code, "upstream_connect_timeout");
  assert.match(subject.failure?.message ?? "", /^p \(host\).*2 ms.*connect_timeout_ms/);
});

Deno.test("ConnectProbe ends an exchange whose host refuses the connection", async () => {
  const refusal = new Error("refused");
  const probe = new ConnectProbe(new HandClock(), () => Promise.reject(refusal));
  const subject = exchange();
  const over = aborted(subject);
  probe.guard(URL_OF_HOST, subject);

  await over;

  assert.equal(subject.failure?.cause, refusal);
});

Deno.test("ConnectProbe leaves an exchange alone whose host takes connections", async () => {
  const asked: string[] = [];
  const probe = new ConnectProbe(new HandClock(), (host, port) => {
    asked.push(`${host} ${port}`);
    return Promise.resolve();
  });
  const subject = exchange();
  probe.guard(URL_OF_HOST, subject);
  probe.guard(new URL("http://[::1]:8080/v1"), subject);
  probe.guard(new URL("http://localhost/v1"), subject);

  await bothHalves();

  assert.equal(subject.failure, null);
  assert.deepEqual(asked.sort(), ["::1 8080", "api.example.com 443", "localhost 80"]);
});

Deno.test("ConnectProbe leaves an exchange alone whose headers came meanwhile", async () => {
  const probe = new ConnectProbe(new HandClock(), never);
  const subject = exchange();
  probe.guard(URL_OF_HOST, subject);
  subject.headersArrived(1);

  await bothHalves();

  assert.equal(subject.failure, null);
});

const unguarded: [why: string, probe: (clock: HandClock, connect: TryConnect) => ConnectProbe][] = [
  ["for a host that answered lately", (clock, connect) => {
    const probe = new ConnectProbe(clock, connect);
    probe.answered(URL_OF_HOST.origin);
    clock.advance(59_999);
    return probe;
  }],
  ["without a way to connect", (clock) => new ConnectProbe(clock, null)],
];
for (const [why, make] of unguarded) {
  Deno.test(`ConnectProbe does not try to connect ${why}`, async () => {
    const asked: string[] = [];
    const probe = make(new HandClock(), (host) => {
      asked.push(host);
      return Promise.resolve();
    });
    probe.guard(URL_OF_HOST, exchange());

    await bothHalves();

    assert.deepEqual(asked, []);
  });
}

Deno.test("ConnectProbe forgets after a minute that a host answered", async () => {
  const clock = new HandClock();
  const probe = new ConnectProbe(clock, never);
  const subject = exchange();
  probe.answered(URL_OF_HOST.origin);
  clock.advance(60_000);
  const over = aborted(subject);
  probe.guard(URL_OF_HOST, subject);

  await over;

  assert.equal(subject.failure?.code, "upstream_connect_timeout");
});

Deno.test("ConnectProbe does nothing any more once it is released", async () => {
  let asked = 0;
  const probe = new ConnectProbe(new HandClock(), () => Promise.resolve(void asked++));
  const release = probe.guard(URL_OF_HOST, exchange());

  release();
  await bothHalves();

  assert.equal(asked, 0);
});
