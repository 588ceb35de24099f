/**
 * What the program does when it runs as one of its own store workers.
 *
 * @module
 */
import { redact } from "../domain/redact.ts";
import { answerContent } from "../formats/answer_content.ts";
import { storedAnswer } from "../formats/stored_answer.ts";
import { serveStoreWorker, type WorkerScope } from "../store/worker.ts";
import { recordPreparer } from "../usage/prepare_record.ts";
import { PriceBook } from "../usage/prices.ts";

/** Serves the database from this thread. */
export function runStoreWorker(scope: WorkerScope): void {
  serveStoreWorker(scope, {
    prepare: recordPreparer({
      redact,
      extractText: storedAnswer,
      extractContent: answerContent,
      prices: new PriceBook(),
    }),
  });
}
