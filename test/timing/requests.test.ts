import t from "tap";
import { Requests } from "../../src/timing/requests.ts";
import { PhaseNumber } from "../../src/traffic/numbers.ts";
import { Instant } from "../../src/traffic/time.ts";

const asker = (vehicle: string, phase: number, arrival: number, until: number) => ({
  vehicle,
  phase: PhaseNumber(phase),
  arrival: Instant(arrival),
  until: Instant(until),
});
/** What the controller sees at an instant: "phase:tenths" by slot, "" where nobody is, without the empty ones at the end. */
const seen = (requests: Requests, now: number) =>
  requests
    .step(Instant(now))
    .map((request) => (request === null ? "" : `${request.phase}:${request.arrival_ds}`))
    .join(" ")
    .trimEnd();

t.test(
  "an arrival is counted down tenth by tenth, stays at nothing when the vehicle is there, and the request ends with its life",
  async (t) => {
    const requests = new Requests();
    t.equal(requests.ask(asker("bus", 2, 1_000, 2_000)), "");
    t.equal(seen(requests, 0), "2:10");
    t.equal(seen(requests, 100), "2:9");
    t.equal(seen(requests, 950), "2:1", "a vehicle is not there before it is");
    t.equal(seen(requests, 1_000), "2:0");
    t.equal(seen(requests, 1_900), "2:0");
    t.equal(seen(requests, 2_000), "", "not heard of again");
  },
);

t.test("a vehicle that is heard of again keeps its slot; two vehicles to the same phase have two", async (t) => {
  const requests = new Requests();
  requests.ask(asker("bus", 2, 1_000, 9_000));
  requests.ask(asker("tram", 2, 3_000, 9_000));
  t.equal(seen(requests, 0), "2:10 2:30");
  requests.ask(asker("bus", 6, 500, 9_000));
  t.equal(seen(requests, 0), "6:5 2:30");
  t.equal(requests.cancel("bus"), "");
  t.equal(seen(requests, 0), " 2:30", "nobody moves up: the controller knows requests by their slot");
  t.match(requests.cancel("bus"), "bus has no request");
});

t.test("a slot that has been left stands empty for a tick, so that one vehicle is not taken for the other", async (t) => {
  const requests = new Requests();
  requests.ask(asker("bus", 2, 1_000, 9_000));
  seen(requests, 0);
  requests.cancel("bus");
  requests.ask(asker("tram", 2, 1_000, 9_000));
  t.equal(seen(requests, 100), " 2:9");
  requests.ask(asker("taxi", 2, 1_000, 9_000));
  t.equal(seen(requests, 200), "2:8 2:8");
});

t.test("a ninth vehicle is refused with the names of those who were first", async (t) => {
  const requests = new Requests();
  for (let n = 1; n <= 8; n++) t.equal(requests.ask(asker(`bus-${n}`, 2, 1_000, 9_000)), "");
  t.match(requests.ask(asker("bus-9", 2, 1_000, 9_000)), /^all 8 slots for priority are taken, by bus-1, .*bus-8$/);
  t.equal(requests.ask(asker("bus-8", 2, 2_000, 9_000)), "", "but a revision needs none");
});

t.test("a vehicle that is asked for once more though it had its green is a new request; one that is not is left alone", async (t) => {
  const requests = new Requests();
  requests.ask(asker("rtw", 2, 1_000, 9_000));
  t.equal(seen(requests, 0), "2:10");
  requests.ask(asker("rtw", 2, 1_000, 9_000), () => false);
  t.equal(seen(requests, 100), "2:9");
  requests.ask(asker("rtw", 2, 1_500, 9_000), (slot) => slot === 0);
  t.equal(seen(requests, 1_200), "", "the controller sees it go");
  t.equal(seen(requests, 1_300), "2:2", "and come");
  requests.ask(asker("rtw", 2, 1_500, 9_000), () => true);
  t.equal(seen(requests, 1_400), "2:1", "once: behind a blocked exit it would take the others' greens for ever");
  requests.cancel("rtw");
  seen(requests, 1_450);
  requests.ask(asker("rtw", 2, 2_500, 9_000));
  seen(requests, 1_500);
  requests.ask(asker("rtw", 2, 2_500, 9_000), () => true);
  t.equal(seen(requests, 1_600), "", "another time it may again");
});
