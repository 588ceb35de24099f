const FENCE = /^```[^]*?^```/gm;
const INLINE_CODE = /`[^`\n]*`/g;

/** Targets of the links in a Markdown text, those in code left out. */
export function linksIn(markdown: string): string[] {
  const prose = markdown.replace(FENCE, "").replace(INLINE_CODE, "");
  return [...prose.matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g)].map((found) => found[1] ?? "");
}

/** The anchors that GitHub makes of a Markdown text's headings. */
export function anchorsIn(markdown: string): Set<string> {
  const headings = [...markdown.replace(FENCE, "").matchAll(/^#{1,6}\s+(.+?)\s*$/gm)];
  return new Set(
    headings.map((found) =>
      (found[1] ?? "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-")
    ),
  );
}

/** Names of the tasks in commands such as `deno task start` or `npx --yes deno@2.9.6 task test`. */
export function tasksIn(markdown: string): Set<string> {
  const found = markdown.matchAll(/\bdeno(?:@[\d.]+)?\s+task\s+([a-z][\w:-]*)/g);
  return new Set([...found].map((one) => one[1] ?? ""));
}
