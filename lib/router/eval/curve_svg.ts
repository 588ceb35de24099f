/**
 * The cost-quality curve as a picture.
 *
 * @module
 */
import type { BenchReport } from "./report.ts";

const WIDTH = 640, HEIGHT = 480, LEFT = 60, TOP = 40, PLOT_WIDTH = 420, PLOT_HEIGHT = 380;
/** Distinct for colour-blind eyes (Okabe and Ito 2008). */
const COLORS = ["#999999", "#e69f00", "#56b4e9", "#d55e00", "#009e73", "#cc79a7"];
/** No more points than can be seen. */
const POINTS = 200;

/** An SVG document: share of prompts at the strong model → part of the gap won back. */
export function curveSvg(report: BenchReport, title: string): string {
  const values = report.scorers.flatMap(({ measures }) => measures.curve.map((p) => p.recovered));
  const top = Math.max(1, ...values), bottom = Math.min(0, ...values);
  const x = (share: number): string => (LEFT + share * PLOT_WIDTH).toFixed(1);
  const y = (recovered: number): string =>
    (TOP + (top - recovered) / (top - bottom) * PLOT_HEIGHT).toFixed(1);
  const lines = report.scorers.map(({ name, measures: { curve, apgr } }, at) => {
    const step = Math.max(1, Math.ceil(curve.length / POINTS));
    const points = curve.filter((_, place) => place % step === 0 || place === curve.length - 1)
      .map(({ share, recovered }) => `${x(share)},${y(recovered)}`).join(" ");
    const color = COLORS[at % COLORS.length]!;
    const rowAt = TOP + 20 + at * 22;
    return `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="2"/>
<rect x="${LEFT + PLOT_WIDTH + 16}" y="${rowAt - 9}" width="12" height="12" fill="${color}"/>
<text x="${LEFT + PLOT_WIDTH + 34}" y="${rowAt + 2}">${escape(name)} ${
      apgr.value.toFixed(3)
    }</text>`;
  });
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) =>
    `<text x="${x(part)}" y="${TOP + PLOT_HEIGHT + 18}" text-anchor="middle">${part * 100} %</text>
<text x="${LEFT - 8}" y="${y(part)}" text-anchor="end">${part * 100} %</text>
<line x1="${LEFT}" x2="${LEFT + PLOT_WIDTH}" y1="${y(part)}" y2="${y(part)}" stroke="#ddd"/>`
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<title>${escape(title)}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${LEFT}" y="22" font-size="14">${escape(title)}</text>
${grid.join("\n")}
${lines.join("\n")}
<text x="${LEFT + PLOT_WIDTH / 2}" y="${
    HEIGHT - 16
  }" text-anchor="middle">share of prompts at the strong model</text>
<text transform="translate(16 ${
    TOP + PLOT_HEIGHT / 2
  }) rotate(-90)" text-anchor="middle">part of the gap won back</text>
</svg>
`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
