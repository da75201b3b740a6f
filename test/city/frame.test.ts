import t from "tap";
import type { Live, PriorityStatus } from "../../src/traffic/live.ts";
import { StandingLog, vehiclesIn } from "./frame.ts";

type Said = Pick<Live, "priority" | "phases">;
const asked = (status: PriorityStatus, arrival_ds = 120): Said["priority"] => [{ slot: 1, vehicle: "RTW-1", phase: 1, arrival_ds, status }];
/** Stage 1 is green, or stage 2; somebody waits for the other. */
const phases = (green: 1 | 2, waits: boolean): Said["phases"] =>
  [1, 2].map((phase) => ({
    phase,
    interval: phase === green ? ("green" as const) : ("red" as const),
    ped: "none" as const,
    call: waits && phase !== green,
    ped_call: false,
    terminated_by: "none" as const,
    fault_recall: false,
  }));

/** Link 0 is green in stage 1, link 1 in stage 2; the ambulance comes by link 0. */
function watched() {
  const log = new StandingLog("J1", (stage) => [stage - 1]);
  let at_s = 0;
  return (said: Said, lamps: string) => log.step(++at_s, said, lamps, () => [0]).state;
}

t.test("a unit is asked, prepares, holds its green, and recovers until those who waited have had theirs", (t) => {
  const step = watched();
  t.equal(step({ priority: [], phases: phases(2, true) }, "rG"), "");
  t.equal(step({ priority: asked("queued"), phases: phases(2, true) }, "rG"), "asked");
  t.equal(step({ priority: asked("active"), phases: phases(2, true) }, "ry"), "preparing");
  t.equal(step({ priority: asked("active"), phases: phases(1, true) }, "Gr"), "green");
  t.equal(step({ priority: [], phases: phases(1, true) }, "Gr"), "recovering");
  t.equal(step({ priority: [], phases: phases(1, true) }, "yr"), "recovering");
  t.equal(step({ priority: [], phases: phases(2, false) }, "rG"), "");
  t.end();
});

t.test("where nobody waited there is nothing to recover from, and nobody waits for ever", (t) => {
  const step = watched();
  step({ priority: asked("active"), phases: phases(1, false) }, "Gr");
  t.equal(step({ priority: [], phases: phases(1, false) }, "Gr"), "");
  const other = watched();
  other({ priority: asked("active"), phases: phases(1, true) }, "Gr");
  for (let s = 0; s < 90; s++) t.equal(other({ priority: [], phases: phases(1, true) }, "Gr"), "recovering");
  t.equal(other({ priority: [], phases: phases(1, true) }, "Gr"), "");
  t.end();
});

t.test("a request that is refused or over holds nothing, and of two the one that comes first is shown", (t) => {
  const log = new StandingLog("J1", () => []);
  t.match(
    log.step(1, { priority: asked("refused"), phases: phases(1, false) }, "rG", () => [0]),
    { state: "" },
  );
  const two = [...asked("active", 200), { slot: 2, vehicle: "RTW-2", phase: 1, arrival_ds: 90, status: "queued" as const }];
  t.match(
    log.step(2, { priority: two, phases: phases(1, false) }, "rG", () => [0]),
    { state: "asked", vehicle: "RTW-2", arrives_s: 9 },
  );
  t.end();
});

t.test("vehicles go to the page in whole decimetres, ambulances apart from them", (t) => {
  const driven = { x_m: 12.345, y_m: -3.21, heading_deg: 89.6, speed_ms: 13.89, way_m: 7, lost_s: 0 };
  const vehicles = new Map([
    ["car", driven],
    ["ambulance.1", driven],
  ]);
  t.same(
    vehiclesIn(vehicles, (id) => !id.startsWith("ambulance.")),
    [["car", 123, -32, 90, 139]],
  );
  t.end();
});
