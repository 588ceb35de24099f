import assert from "node:assert/strict";
import { betasOf } from "../../../../lib/formats/anthropic_messages/betas.ts";

const cases: [what: string, body: Record<string, unknown>, betas: string[]][] = [
  ["nothing special", { tools: [{ name: "f" }], messages: [{ content: "x" }] }, []],
  ["the same need twice", {
    tools: [{ type: "computer_20250124" }, { type: "computer_20250124" }],
  }, ["computer-use-2025-01-24"]],
  ["edits of the context", { context_management: { edits: [{ type: "compact_20260112" }] } }, [
    "context-management-2025-06-27",
    "compact-2026-01-12",
  ]],
  ["MCP servers", { mcp_servers: [] }, ["mcp-client-2025-04-04"]],
  ["MCP toolsets", { mcp_servers: [], tools: [{ type: "mcp_toolset" }] }, [
    "mcp-client-2025-11-20",
  ]],
  ["skills", { container: { skills: [] } }, ["skills-2025-10-02", "code-execution-2025-08-25"]],
  ["a container by name", { container: "c1" }, []],
  ["speed", { speed: "fast" }, ["fast-mode-2026-02-01"]],
  ["a task budget", { output_config: { task_budget: {} } }, ["task-budgets-2026-03-13"]],
  ["a deferred tool", { tools: [{ name: "f", defer_loading: true }] }, [
    "advanced-tool-use-2025-11-20",
  ]],
  ["an uploaded file in a result", {
    messages: [{ content: [{ content: [{ source: { type: "file", file_id: "f" } }] }] }],
  }, ["files-api-2025-04-14"]],
];
for (const [what, body, betas] of cases) {
  Deno.test(`betasOf names what ${what} needs`, () => {
    assert.deepEqual(betasOf(body), betas);
  });
}
