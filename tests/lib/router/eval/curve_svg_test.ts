import assert from "node:assert/strict";
import { curveSvg } from "../../../../lib/router/eval/curve_svg.ts";
import { parseOutcomes } from "../../../../lib/router/eval/outcomes_file.ts";
import { evaluate } from "../../../../lib/router/eval/report.ts";
import { LENGTH, RANDOM } from "../../../../lib/router/eval/scorers.ts";

Deno.test("curveSvg draws one line per scorer with its area, and escapes names", () => {
  const rows = parseOutcomes(
    Array.from({ length: 60 }, (_, at) => `{"text":"${"a".repeat(at)}","m":{"x":1,"y":${at % 2}}}`)
      .join("\n"),
  );
  const [report] = evaluate(rows, { strong: "x", weak: "y" }, [RANDOM, LENGTH], 5);

  const svg = curveSvg(report!, "a < b & c");

  assert.equal(svg.match(/<polyline /g)?.length, 2);
  assert.match(svg, /random 0\.500/);
  assert.match(svg, /a &lt; b &amp; c/);
  assert.doesNotMatch(svg, /NaN|undefined/);
});
