import assert from "node:assert/strict";
import { parseScenario } from "../../../bench/simulator/scenario.ts";

const CASES: readonly (readonly [string, ReturnType<typeof parseScenario>])[] = [
  ["gpt-4o-mini", { model: "gpt-4o-mini" }],
  ["llama3:8b", { model: "llama3:8b" }],
  ["latency=20,chunks=200", { latency: 20, chunks: 200 }],
  ["llama3:8b:chunks=3", { model: "llama3:8b", chunks: 3 }],
  ["latency=20;chunks=200", { latency: 20, chunks: 200 }],
  ["fault=reset@3", { fault: { kind: "reset", after: 3, unit: "chunks" } }],
  ["fault=stall@100b", { fault: { kind: "stall", after: 100, unit: "bytes" } }],
  ["usage=finish,newline=crlf,done=0", { usage: "finish", newline: "crlf", done: false }],
];

for (const [source, expected] of CASES) {
  Deno.test(`parseScenario reads ${source}`, () => {
    assert.deepEqual(parseScenario(source), expected);
  });
}

for (const source of ["latnecy=20", "fault=explode", "chunks=many", "usage=sometimes"]) {
  Deno.test(`parseScenario refuses ${source} instead of playing a plain provider`, () => {
    assert.throws(() => parseScenario(source), /Cannot read scenario/);
  });
}
