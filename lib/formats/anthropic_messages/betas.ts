/**
 * The `anthropic-beta` values that a body needs.
 *
 * Source: Anthropic API reference, "Beta headers", and the tables of its SDKs.
 *
 * @module
 */
import { isObject, type JsonObject } from "../json/guards.ts";

const BY_TOOL: Readonly<Record<string, string>> = {
  computer_20241022: "computer-use-2024-10-22",
  text_editor_20241022: "computer-use-2024-10-22",
  bash_20241022: "computer-use-2024-10-22",
  computer_20250124: "computer-use-2025-01-24",
  computer_20251124: "computer-use-2025-11-24",
  code_execution_20250522: "code-execution-2025-05-22",
  code_execution_20250825: "code-execution-2025-08-25",
  web_fetch_20250910: "web-fetch-2025-09-10",
  web_fetch_20260209: "code-execution-web-tools-2026-02-09",
  web_search_20260209: "code-execution-web-tools-2026-02-09",
  memory_20250818: "context-management-2025-06-27",
  mcp_toolset: "mcp-client-2025-11-20",
  tool_search_tool_regex_20251119: "advanced-tool-use-2025-11-20",
  tool_search_tool_bm25_20251119: "advanced-tool-use-2025-11-20",
  advisor_20260301: "advisor-tool-2026-03-01",
};

/** Members of a caller's tool that only a beta knows. */
const TOOL_MEMBERS = ["allowed_callers", "defer_loading", "input_examples"];

/** The values, without repeats, in the order of their need. */
export function betasOf(body: JsonObject): readonly string[] {
  const betas = new Set<string>();
  const tools = Array.isArray(body.tools) ? body.tools.filter(isObject) : [];
  for (const tool of tools) {
    const beta = typeof tool.type === "string" ? BY_TOOL[tool.type] : undefined;
    if (beta !== undefined) betas.add(beta);
    if (TOOL_MEMBERS.some((key) => key in tool)) betas.add("advanced-tool-use-2025-11-20");
  }
  if (isObject(body.context_management)) {
    betas.add("context-management-2025-06-27");
    if (JSON.stringify(body.context_management).includes(`"compact_`)) {
      betas.add("compact-2026-01-12");
    }
  }
  if (Array.isArray(body.mcp_servers) && !betas.has("mcp-client-2025-11-20")) {
    betas.add("mcp-client-2025-04-04");
  }
  if (isObject(body.container)) betas.add("skills-2025-10-02").add("code-execution-2025-08-25");
  if (body.speed === "fast") betas.add("fast-mode-2026-02-01");
  if (isObject(body.output_config) && "task_budget" in body.output_config) {
    betas.add("task-budgets-2026-03-13");
  }
  if (hasFile(body.messages)) betas.add("files-api-2025-04-14");
  return [...betas];
}

/** Whether any block refers to an uploaded file. */
function hasFile(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasFile);
  if (!isObject(value)) return false;
  if (value.type === "file" && typeof value.file_id === "string") return true;
  return hasFile(value.content) || hasFile(value.source);
}
