import type { Page } from "playwright-core";
import type { Test } from "tap";
import type { Live } from "../../src/traffic/live.ts";
import type { CabinetWithUnit } from "./cabinet.ts";

const PATIENCE_MS = 150_000;
const PHASE = 4;
/** From when it is asked for: the way into flash is some seconds of it. */
const FLASH_S = 15;
const HOUR_MS = 3_600_000;

/**
 * A technician at the page of a unit whose lamps hang on real lines: what is seen of them here is what the boards were sent. `whole`: flash as well, which
 * takes its time.
 */
export function fromPageToLamp(t: Test, unit: CabinetWithUnit, page: Page, name: string, whole: boolean): void {
  const { lights } = unit.cabinet;
  const vehicles = lights.heads.filter(({ channel }) => channel.kind !== "pedestrian");
  const head = vehicles.find(({ channel }) => channel.phase === PHASE)!;
  const flashes = () => lights.heads.every(({ aspect }) => aspect === "stop");
  const isGreen = () => vehicles.some(({ aspect }) => aspect === "green");
  /** The next frame, as every page gets it. */
  const live = async (): Promise<Live> =>
    JSON.parse(
      await page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const stream = new EventSource("live");
            stream.addEventListener("live", (event) => {
              stream.close();
              resolve((event as unknown as { readonly data: string }).data);
            });
          }),
      ),
    );
  const phase = async () => (await live()).phases.find((each) => each.phase === PHASE)!;
  const until = async (what: string, is: () => boolean | Promise<boolean>): Promise<void> => {
    const end = performance.now() + PATIENCE_MS;
    while (!(await is())) {
      if (performance.now() > end) throw new Error(`not within ${PATIENCE_MS} ms: ${what}`);
      await page.waitForTimeout(200);
    }
  };
  const view = async (called: string): Promise<void> => {
    await page.evaluate(`location.hash = "#/${called}"`);
    await page.locator(`.view#${called}`).waitFor();
  };
  const foretold = async (kind: string, words: string): Promise<void> => {
    await view("actions");
    await page.locator("#action-kind").selectOption(kind);
    if (kind === "flash") await page.locator("#action-seconds").fill(String(FLASH_S));
    else await page.locator("#action-phase").selectOption(String(PHASE));
    await page.getByRole("button", { name: "Show what will happen" }).click();
    await page.getByText(words).waitFor();
  };
  const does = async (): Promise<void> => {
    await page.getByRole("button", { name: "Do it" }).click();
    await page.getByText("Done, and in the journal.").waitFor();
  };
  /** Records with these words, newest first. */
  const journal = async (words: string): Promise<readonly string[]> => {
    const answer = (await page.evaluate(async (of) => (await fetch(`journal.json?text=${encodeURIComponent(of)}`)).json(), words)) as {
      readonly records: readonly { readonly what: string; readonly says: string }[];
    };
    return answer.records.map(({ what, says }) => `${what}: ${says}`);
  };

  // The three are in this order, as whatever leaves calls behind keeps the next one waiting for a street at rest.
  let back = (): void => {};
  t.test("a call from the page becomes a green while the centre's network is cut and the clock is stepped", async (t) => {
    back = await unit.cutNetwork();
    await until("nobody waits for the phase", async () => {
      const { interval, call } = await phase();
      return interval === "red" && !call && head.aspect === "red";
    });
    const { greens } = head;
    await foretold("place-call", `Phase ${PHASE} is called once, as by a vehicle.`);
    t.match(await phase(), { call: false }, "told, and not done");
    await does();
    const { wall } = await live();
    unit.clock.step(HOUR_MS);
    await until("the clock was stepped", async () => (await live()).wall > wall + HOUR_MS);
    await until("its green", () => head.greens > greens);
    unit.clock.step(-HOUR_MS);
    await until("and back", async () => (await live()).wall < wall + HOUR_MS);
    const steps = (await journal("clock corrected")).filter((each) => /by [+-](3599|360\d)/.test(each));
    t.equal(steps.length, 2, steps.join("; "));
    await view("link");
    await page
      .locator(".view#link")
      .getByText(/^(connecting …|waiting to try again)$/)
      .first()
      .waitFor();
  });

  const flashIsSeen = async (t: Test): Promise<void> => {
    await foretold("flash", `Every signal flashes, until ${FLASH_S} secs from now.`);
    // The way into flash begins with what is green: it is short where nobody waits or walks.
    await until("the street is at rest", async () => {
      const { phases, rings } = await live();
      const quiet = phases.every(({ interval, ped, call, ped_call }) =>
        interval === "green" ? ped !== "walk" && ped !== "ped-clear" : !call && !ped_call,
      );
      return quiet && isGreen() && rings.every(({ interval, min_left_ds }) => interval === "green" && min_left_ds === 0);
    });
    await does();
    await page.locator(".lasting li", { hasText: `by ${name}, technician` }).waitFor();
    await until("every head flashes", flashes);
    await until("the signals are back", isGreen);
    await page.getByText("No action is in force.").waitFor();
    t.match(await live(), { flash: "not-flash", monitor: { fault: "" }, technician: { name } });
  };
  if (whole) t.test("flash for some seconds is seen on every head and ends by itself", flashIsSeen);

  t.test("a loop that is unplugged and a centre that is away are on the page until they are back", async (t) => {
    const loop = unit.site.devices.find((each) => each.name.startsWith("loop-"))!;
    const detector = unit.site.detectors.find((each) => each.device === loop.name)!.number;
    unit.cabinet.fail(loop.name, true);
    await view("detectors");
    const row = page.locator(`tr[data-detector="${detector}"]`);
    await row.getByText("device does not answer").waitFor();
    t.match(await row.textContent(), "look at its power lamp and the line");
    unit.cabinet.fail(loop.name, false);
    back();
    await page.getByText("All detectors are OK.").waitFor();
    await view("link");
    await page.locator(".view#link").getByText("connected", { exact: true }).waitFor();
    await view("commission");
  });

  t.test("what was done at the page stands in the journal, with who did it", async (t) => {
    const done = await journal(name);
    if (whole) t.ok(done.includes(`command received: flash for ${FLASH_S} s; by ${name}, technician`), done.join("\n"));
    t.ok(done.includes(`command received: place-call phase ${PHASE}; by ${name}, technician`), done.join("\n"));
  });
}
