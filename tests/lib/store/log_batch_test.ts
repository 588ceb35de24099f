import assert from "node:assert/strict";
import fc from "fast-check";
import type { LogEntry } from "../../../lib/store/log_entry.ts";
import { decodeLogBatch, encodeLogBatch } from "../../../lib/store/log_batch.ts";
import { recordedRequest, requestRecord, testId } from "../../support/test_store.ts";

const plain = (entries: LogEntry[]) =>
  entries.map((entry) => ({
    ...entry,
    requestBody: entry.requestBody && [...entry.requestBody],
    responseBody: entry.responseBody && [...entry.responseBody],
  }));

Deno.test("decodeLogBatch gives back what encodeLogBatch was given", () => {
  const body = fc.option(fc.uint8Array({ maxLength: 40 }));
  const text = fc.option(fc.string({ unit: "binary" }));
  const fields = fc.record({
    id: fc.uuid(),
    stream: fc.boolean(),
    errorMessage: text,
    sessionId: text,
    tags: fc.option(fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true })),
    totalTokens: fc.option(fc.nat()),
    reportedCostUsd: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 })),
  });
  const order = fc.option(fc.record({
    priceId: fc.string(),
    upstreamModel: fc.string(),
    answerBytes: fc.nat(),
  }, { noNullPrototype: true }));
  const entry = fc.tuple(fields, body, body, fc.boolean(), order).map(
    ([change, requestBody, responseBody, shed, estimate]): LogEntry => ({
      record: requestRecord(change),
      requestBody,
      responseBody,
      ...(shed ? { shed: true } : {}),
      ...(estimate === null ? {} : { estimate }),
    }),
  );
  fc.assert(fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
    assert.deepEqual(plain(decodeLogBatch(encodeLogBatch(entries))), plain(entries));
  }));
});

Deno.test("encodeLogBatch keeps every field apart from every other", () => {
  const names = Object.keys(requestRecord());
  const numbered = Object.fromEntries(names.map((name, index) => [name, index]));
  const record = { ...requestRecord(), ...numbered };

  const [decoded] = decodeLogBatch(encodeLogBatch([{ ...recordedRequest(), record }]));

  assert.deepEqual({ ...decoded?.record }, numbered);
});

Deno.test("encodeLogBatch leaves out an entry that JSON refuses, and counts it", () => {
  const poison: unknown = { ...requestRecord({ id: testId(2) }), latencyMs: 1n };
  const entries = [
    recordedRequest({ id: testId(1) }, { request: "one" }),
    { ...recordedRequest({}, { request: "two" }), record: poison as LogEntry["record"] },
    recordedRequest({ id: testId(3) }, { request: "three" }),
  ];

  const batch = encodeLogBatch(entries);

  assert.equal(batch.unencodable, 1);
  assert.deepEqual(
    decodeLogBatch(batch).map(({ record, requestBody }) => [
      record.id,
      new TextDecoder().decode(requestBody ?? undefined),
    ]),
    [[testId(1), "one"], [testId(3), "three"]],
  );
});
