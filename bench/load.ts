/**
 * Load generator, a process of its own: `deno run -A bench/load.ts --url … --model …`. Prints a
 * {@link LoadResult} as one JSON line.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { type LoadOptions, runLoad } from "./load/run_load.ts";

const HELP = `Usage: deno run -A bench/load.ts --url URL [options]
  --url URL            e.g. http://127.0.0.1:9100/v1/chat/completions (loopback only)
  --model NAME         with the scenario in it (sim/latency=20); default gpt-4o-mini
  --stream             ask for a stream with usage
  --prompt-bytes N     size of the body; default 400
  --concurrency N      callers; in an open loop the most connections; default 16
  --rate N             requests a second: an open loop
  --seconds N          default 5        --count N   default no limit
  --warmup N           requests before measuring; default 100
  --header NAME:VALUE  repeatable`;

function readOptions(args: string[]): LoadOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: "string" },
      model: { type: "string", default: "gpt-4o-mini" },
      stream: { type: "boolean", default: false },
      "prompt-bytes": { type: "string", default: "400" },
      concurrency: { type: "string", default: "16" },
      rate: { type: "string" },
      seconds: { type: "string", default: "5" },
      count: { type: "string", default: "Infinity" },
      warmup: { type: "string", default: "100" },
      header: { type: "string", multiple: true, default: [] },
    },
  });
  if (values.url === undefined) return null;
  if (!["127.0.0.1", "localhost", "[::1]"].includes(new URL(values.url).hostname)) {
    throw new Error("Cannot run load: the URL must be on this machine (127.0.0.1)");
  }
  return {
    url: values.url,
    model: values.model,
    stream: values.stream,
    promptBytes: Number(values["prompt-bytes"]),
    concurrency: Number(values.concurrency),
    rate: values.rate === undefined ? null : Number(values.rate),
    seconds: Number(values.seconds),
    count: Number(values.count),
    warmup: Number(values.warmup),
    headers: Object.fromEntries(values.header.map((header) => {
      const colon = header.indexOf(":");
      return [header.slice(0, colon), header.slice(colon + 1).trim()];
    })),
  };
}

if (import.meta.main) {
  const options = readOptions(Deno.args);
  if (options === null) {
    console.error(HELP);
    Deno.exit(2);
  }
  console.log(JSON.stringify(await runLoad(options)));
}
