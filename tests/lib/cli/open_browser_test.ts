import assert from "node:assert/strict";
import { openInBrowser } from "../../../lib/cli/open_browser.ts";
import { Output } from "../../../lib/cli/output.ts";
import { fakeTerminal } from "../../support/fake_terminal.ts";

Deno.test({
  name: "openInBrowser says which page to open when it may not start a browser",
  permissions: { run: false },
  fn() {
    const terminal = fakeTerminal();
    const output = new Output(terminal, () => ({ quiet: false, verbose: false, color: false }));

    openInBrowser("http://127.0.0.1:7798", output);

    assert.match(
      terminal.shown.stderr,
      /Cannot open a browser.*Open http:\/\/127\.0\.0\.1:7798 yourself/s,
    );
  },
});
