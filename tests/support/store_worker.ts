/** The worker of test stores, with faults that a record can ask for by its model's name. */
import type { PrepareEntry } from "../../lib/store/log_entry.ts";
import { serveStoreWorker } from "../../lib/store/worker.ts";
import { redact } from "../../lib/domain/redact.ts";
import { recordPreparer } from "../../lib/usage/prepare_record.ts";
import { PriceBook } from "../../lib/usage/prices.ts";
import { PREPARE_THROWS, THREAD_DIES } from "./test_store.ts";

const prepare = recordPreparer({
  redact,
  extractText: (_format, _stream, body) => ({ body, text: null }),
  extractContent: (_format, _stream, body) => body,
  prices: new PriceBook(),
});

const prepareWithFaults: PrepareEntry = (entry, policy) => {
  const { modelRequested } = entry.record;
  if (modelRequested === PREPARE_THROWS) throw new Error("asked to throw");
  if (modelRequested === THREAD_DIES) {
    // An error that nobody catches ends the thread, before it can answer.
    reportError(new Error("asked to die"));
  }
  return prepare(entry, policy);
};

serveStoreWorker(self, { prepare: prepareWithFaults });
