import assert from "node:assert/strict";
import {
  type BrowserTrace,
  OriginRule,
  type OriginVerdict,
} from "../../../lib/auth/origin_rule.ts";

const HOST = "localhost:7798";
const rule = new OriginRule(["http://localhost:3000", "vscode-webview://abc"]);
const judge = (change: Partial<BrowserTrace>): OriginVerdict =>
  rule.judge({
    method: "POST",
    path: "/v1/chat/completions",
    host: HOST,
    origin: null,
    fetchSite: null,
    ...change,
  });

Deno.test("OriginRule refuses pages of other origins where money or state is at stake", () => {
  const foreign: Partial<BrowserTrace>[] = [
    { origin: "https://evil.example", fetchSite: "cross-site" },
    { origin: "https://evil.example" },
    // another port of this machine is another origin, though the same site
    { origin: "http://localhost:5000", fetchSite: "same-site" },
    { origin: "http://localhost" },
    { origin: "http://127.0.0.1:7798" },
    { origin: "http://localhost:7798.evil.example" },
    { origin: "null" },
    { origin: "" },
    { origin: null, fetchSite: "cross-site" },
    { origin: null, fetchSite: "same-site" },
  ];
  const guarded = [
    ["POST", "/v1/chat/completions"],
    ["GET", "/v1/models"],
    ["GET", "/v1"],
    ["OPTIONS", "/v1/chat/completions"],
    ["POST", "/api/auth/setup"],
    ["DELETE", "/api/keys/1"],
    ["POST", "/admin/keys"],
  ];

  for (const trace of foreign) {
    for (const [method = "", path = ""] of guarded) {
      assert.equal(judge({ ...trace, method, path }), "refused", JSON.stringify({ trace, path }));
    }
  }
});

Deno.test("OriginRule never lists null", () => {
  const trace = { method: "POST", path: "/v1/x", host: HOST, origin: "null", fetchSite: null };

  assert.equal(new OriginRule(["null"]).judge(trace), "refused");
});

Deno.test("OriginRule lets our own pages, tools and typed addresses pass", () => {
  const own: Partial<BrowserTrace>[] = [
    {},
    { fetchSite: "none" },
    { fetchSite: "same-origin" },
    { origin: "http://localhost:7798", fetchSite: "same-origin" },
    { origin: "https://localhost:7798" },
    { origin: "http://gateway.lan", host: "gateway.lan:80" },
    { origin: "https://gateway.lan", host: "Gateway.lan:443" },
    { origin: "https://gateway.lan", host: "gateway.lan" },
  ];

  for (const trace of own) assert.equal(judge(trace), "own", JSON.stringify(trace));
});

Deno.test("OriginRule leaves links to our pages from elsewhere alone", () => {
  const link: Partial<BrowserTrace> = { method: "GET", fetchSite: "cross-site" };

  for (const path of ["/", "/health", "/api/auth/status", "/v1x"]) {
    assert.equal(judge({ ...link, path }), "own");
    assert.equal(judge({ ...link, path, origin: "https://evil.example" }), "own");
    assert.equal(judge({ ...link, path, origin: "null" }), "own");
  }
});

Deno.test("OriginRule lets listed origins call across sites", () => {
  for (const origin of ["http://localhost:3000", "vscode-webview://abc", "HTTP://LOCALHOST:3000"]) {
    assert.equal(judge({ origin, fetchSite: "cross-site" }), "allowed");
  }
});
