/**
 * `flow-router`: the command line, the gateway, and, started again as a worker, its database threads.
 *
 * Each branch is imported only when it is taken, so that a database thread does not carry the whole
 * program in its memory.
 *
 * @module
 */
const isWorker = typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope;

if (isWorker) {
  // A worker is talked to at once, but what is said while a module loads is lost: keep it.
  const early: MessageEvent[] = [];
  const keep = (event: MessageEvent) => void early.push(event);
  self.addEventListener("message", keep);
  const { runStoreWorker } = await import("./lib/cli/store_worker.ts");
  self.removeEventListener("message", keep);
  runStoreWorker(self);
  for (const { data } of early) self.dispatchEvent(new MessageEvent("message", { data }));
} else {
  const { runMain } = await import("./lib/cli/main.ts");
  const spawnWorker = () => new Worker(import.meta.url, { type: "module", name: "store" });
  Deno.exit(await runMain(Deno.args, spawnWorker));
}
