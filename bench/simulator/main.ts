/**
 * The simulator as a process: `deno task simulator --port 9100`. Prints one JSON line with its port
 * when it is ready.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { startSimulator } from "./simulator.ts";

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "9100" },
      transport: { type: "string", default: "resettable" },
      keep: { type: "string", default: "100" },
      scenario: { type: "string" },
    },
  });
  const simulator = await startSimulator({
    port: Number(values.port),
    transport: values.transport === "fast" ? "fast" : "resettable",
    keep: Number(values.keep),
  });
  if (values.scenario !== undefined) simulator.setScenario(values.scenario);
  console.log(JSON.stringify({ port: simulator.port, base_url: simulator.baseUrl }));
}
