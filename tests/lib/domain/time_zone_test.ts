import assert from "node:assert/strict";
import {
  dateText,
  momentText,
  offsetPeriods,
  startOfDate,
  startOfDay,
  timeZoneNamed,
} from "../../../lib/domain/time_zone.ts";
import { flowError } from "../../support/flow_error.ts";

const HOUR_MS = 3_600_000;
const at = Date.parse;

Deno.test("timeZoneNamed takes names in any case and offsets of quarters", () => {
  assert.equal(timeZoneNamed("europe/berlin"), "Europe/Berlin");
  assert.equal(timeZoneNamed("+05:30"), "+05:30");
  assert.equal(timeZoneNamed("UTC"), "UTC");
});

Deno.test("timeZoneNamed refuses what no clock shows", () => {
  for (const name of ["", "Mars/Base", "+05:37", "Europe/Berlin'", "2026-01-01[Europe/Berlin]x"]) {
    assert.throws(() => timeZoneNamed(name), flowError("invalid_request", /time zone/), name);
  }
});

Deno.test("offsetPeriods changes with the clocks", () => {
  const from = at("2026-10-01T00:00:00Z");
  const to = at("2027-04-01T00:00:00Z");
  const autumn = at("2026-10-25T01:00:00Z");
  const spring = at("2027-03-28T01:00:00Z");

  assert.deepEqual(offsetPeriods("Europe/Berlin", from, to), [
    { fromMs: from, toMs: autumn, offsetMs: 2 * HOUR_MS },
    { fromMs: autumn, toMs: spring, offsetMs: HOUR_MS },
    { fromMs: spring, toMs: to, offsetMs: 2 * HOUR_MS },
  ]);
  assert.deepEqual(offsetPeriods("UTC", from, to), [{ fromMs: from, toMs: to, offsetMs: 0 }]);
  assert.deepEqual(offsetPeriods("UTC", to, from), []);
});

Deno.test("startOfDay is midnight on the zone's clocks", () => {
  const noon = at("2026-10-25T12:00:00Z");

  assert.equal(startOfDay("Europe/Berlin", noon), at("2026-10-24T22:00:00Z"));
  assert.equal(startOfDay("Europe/Berlin", noon, 1), at("2026-10-23T22:00:00Z"));
  assert.equal(startOfDay("Asia/Kolkata", noon), at("2026-10-24T18:30:00Z"));
  // On that day the clocks of this zone went from midnight to one.
  assert.equal(
    startOfDay("America/Sao_Paulo", at("2018-11-04T12:00:00Z")),
    at("2018-11-04T03:00:00Z"),
  );
});

Deno.test("startOfDate, dateText and momentText name days and moments", () => {
  const day = at("2026-10-25T00:00:00Z") / 86_400_000;

  assert.equal(dateText(day), "2026-10-25");
  assert.equal(startOfDate("Europe/Berlin", day), at("2026-10-24T22:00:00Z"));
  assert.equal(
    momentText("Europe/Berlin", at("2026-10-25T01:00:00Z")),
    "2026-10-25T02:00:00+01:00",
  );
});
