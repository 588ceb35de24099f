import assert from "node:assert/strict";
import { anchorsIn, linksIn, tasksIn } from "./markdown_links.ts";

Deno.test("linksIn finds links in prose and leaves code alone", () => {
  const markdown = 'See [a](docs/a.md#b) and ![c](c.png "t").\n```\n[d](d.md)\n```\n`[e](e.md)`';

  assert.deepEqual(linksIn(markdown), ["docs/a.md#b", "c.png"]);
});

Deno.test("anchorsIn spells headings as GitHub does", () => {
  const markdown =
    "# One file\n## Run it (Docker, systemd)\n### `flow-router` & more\n```\n# no\n```";

  assert.deepEqual([...anchorsIn(markdown)], [
    "one-file",
    "run-it-docker-systemd",
    "flow-router--more",
  ]);
});

Deno.test("tasksIn finds tasks started with Deno and with only Node", () => {
  const markdown = "`deno task start`, `npx --yes deno@2.9.6 task test`, deno task test:e2e";

  assert.deepEqual([...tasksIn(markdown)], ["start", "test", "test:e2e"]);
});
