import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import t from "tap";
import type { Live } from "../../src/traffic/live.ts";
import { askedStreet } from "./asked-street.ts";
import { asTechnician, go, keep, SCROLLS, unitWithPage } from "./browser.ts";
import { lockedDoors, PAGE_CODE, TECHNICIAN_CODE } from "./doors.ts";
import { fourLeg, liveAt } from "./street.ts";

const site = fourLeg();
const [doors, street] = [lockedDoors(), askedStreet(site)];
const unit = await unitWithPage(site, doors, { ...street.ports, pause });
t.teardown(() => unit.close());
let asked: NonNullable<Live["asked"]> = [];
unit.change = (live) => ({ ...street.live(live), ...(asked.length === 0 ? {} : { asked }) });

const FLASH = { kind: "flash", left_s: 95, by: "Miller, technician" } as const;

t.test("a technician says who he is, reads what will happen, does it, sees how long it lasts and ends it", async (t) => {
  const page = await unit.visited(`#code=${PAGE_CODE}`);
  await page.locator("html[data-stream=live]").waitFor();
  await page.evaluate("location.hash = '#/actions'");
  await page.getByLabel("Name").fill("Miller");
  await page.locator("#technician-code").fill("0000");
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByText("That is not the technician's code").waitFor();
  await page.locator("#technician-code").fill(TECHNICIAN_CODE);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.locator("#action-kind").selectOption("hold");
  t.equal(await page.locator("#action-seconds").inputValue(), "30");
  await page.locator("#action-phase").selectOption("4");
  await page.getByRole("button", { name: "Show what will happen" }).click();
  await page.getByText("Phase 4 is not green now.").waitFor();
  await page.getByText("until 30 secs from now: the time runs while it waits, too").waitFor();
  await page.getByText("Phases that wait for it: 1, 2, 3, 5, 6.", { exact: true }).waitFor();
  await keep(page, "actions-sure-390");
  t.equal(street.done.length, 0, "nothing is done by reading");
  await page.getByRole("button", { name: "Not now" }).click();
  t.equal(street.done.length, 0);
  await page.getByRole("button", { name: "Show what will happen" }).click();
  await page.getByRole("button", { name: "Do it" }).click();
  await page.getByText("Done, and in the journal.").waitFor();
  t.same(street.done, [{ command: "hold", args: { phase: 4, for_s: 30 }, by: "Miller" }]);

  const line = page.locator(".lasting li");
  await page.locator("#action-kind").selectOption("force-off");
  t.equal(await page.locator("#action-seconds").isVisible(), false, "how long it is asked for is not the asker's to say");
  await page.getByRole("button", { name: "Show what will happen" }).click();
  await page.getByText("The green of phase 4 ends for whoever waits").waitFor();
  await page.getByRole("button", { name: "Do it" }).click();
  asked = [{ kind: "force-off", phase: 4 as never, left_s: 50, by: "Miller, technician" }];
  await line.getByText("Force-off of phase 4").waitFor();
  await line.getByRole("button", { name: "End now" }).click();
  await page.getByText("Ended, and in the journal.").waitFor();
  t.same(
    street.done.slice(1).map(({ command, args }) => [command, args]),
    [
      ["force-off", { phase: 4 }],
      ["force-off", { phase: 4, for_s: 0 }],
    ],
  );

  asked = [FLASH];
  await line.getByText("by Miller, technician").waitFor();
  asked = [{ ...FLASH, left_s: 94 }];
  await line.getByText("1 min 34 s").waitFor();
  await keep(page, "actions-390");
  await page.setViewportSize({ width: 1280, height: 800 });
  await keep(page, "actions-1280");
  await line.getByRole("button", { name: "End now" }).click();
  await page.getByText("Ended, and in the journal.").waitFor();
  t.match(street.done[3], { command: "flash", args: { for_s: 0 } });
  asked = [];
  await page.getByText("No action is in force.").waitFor();
  await page.close();
});

t.test(
  "a hold of a phase that is green says so, and a call that was placed is followed to its green, a pedestrian's to the walk",
  async (t) => {
    // Phases 2 and 6 have been green for 4 s.
    unit.ds = 40;
    const page = await asTechnician(unit, "Miller");
    const tell = async (kind: string, phase: number) => {
      await page.locator("#action-kind").selectOption(kind);
      await page.locator("#action-phase").selectOption(String(phase));
      await page.getByRole("button", { name: "Show what will happen" }).click();
    };
    await tell("hold", 2);
    await page.getByText("Phase 2 is green and stays green for 30 secs").waitFor();
    await page.getByText("Phases that wait for it: 1, 3, 4, 7, 8.", { exact: true }).waitFor();
    // Whoever read for twenty seconds and then tapped held a red.
    while (liveAt(site, unit.ds).phases.find(({ phase }) => phase === 2)!.interval === "green") unit.ds += 5;
    await page.locator("dialog").getByText("Phase 2 is not green now. Once it is, it stays green").waitFor();
    unit.ds = 40;
    await page.locator("dialog").getByText("Phase 2 is green and stays green for 30 secs").waitFor();
    await page.getByRole("button", { name: "Not now" }).click();
    await tell("place-call", 4);
    await page.getByRole("button", { name: "Do it" }).click();
    await page.getByText("Call for phase 4 west through: it waits its turn, red now.").waitFor();
    await page.locator("#action-pedestrian").check();
    await tell("place-call", 4);
    await page.getByRole("button", { name: "Do it" }).click();
    await page.getByText("Pedestrian call for phase 4 west through: it waits its turn, red now.").waitFor();
    await keep(page, "actions-placed-390");
    for (let i = 0; i < 40 && liveAt(site, unit.ds).phases.find(({ phase }) => phase === 4)!.ped !== "walk"; i++) unit.ds += 50;
    await page.getByText(/^Pedestrian call for phase 4 west through: served after \d+ secs?\.$/).waitFor();
    await page.getByText(/^Call for phase 4 west through: served after \d+ secs?\.$/).waitFor();
    t.same(
      street.done.slice(-2).map(({ args }) => args),
      [
        { phase: 4, pedestrian: false },
        { phase: 4, pedestrian: true },
      ],
    );
    await page.close();
  },
);

t.test("a call was served while its technician looked at the intersection, and was told as still waiting minutes later", async (t) => {
  const is = (interval: string) => liveAt(site, unit.ds).phases.find(({ phase }) => phase === 4)!.interval === interval;
  const until = (interval: string): void => {
    for (let i = 0; i < 4_000 && !is(interval); i++) unit.ds += 5;
  };
  const place = async () => {
    await page.locator("#action-kind").selectOption("place-call");
    await page.locator("#action-phase").selectOption("4");
    await page.getByRole("button", { name: "Show what will happen" }).click();
    await page.getByRole("button", { name: "Do it" }).click();
    await page.getByText("Call for phase 4 west through: it waits its turn, red now.").waitFor();
  };
  /** As long as the page takes to draw what is shown. */
  const drawn = (interval: string) => page.locator(`.phase[data-phase="4"][data-interval="${interval}"]`).waitFor();
  doors.clock += 600_000;
  until("red");
  const page = await asTechnician(unit, "Miller");
  await place();
  await go(page, "intersection");
  until("green");
  await drawn("green");
  until("red");
  await drawn("red");
  await go(page, "actions");
  t.match(
    await page.locator("p", { hasText: "Call for phase 4" }).textContent(),
    /^Call for phase 4 west through: served after \d+ secs?\.$/,
  );

  // A phone in a pocket hears nothing: what was served then is not known here.
  await place();
  unit.runs = false;
  await page.locator("html[data-stream=lost]").waitFor();
  unit.runs = true;
  await page.getByText("Call for phase 4 west through: red now. It may have been served while this page heard nothing").waitFor();
  until("green");
  await page.getByText(/^Call for phase 4 west through: served after \d+ secs? at most; for a part of that/).waitFor();
  await page.close();
});

for (const locale of ["en-GB", "zh-CN"])
  t.test(`a hold stood in the header alone: who looked at its ring saw a green that did not end, ${locale}`, async (t) => {
    // Others have logged in from here just now.
    doors.clock += 600_000;
    unit.ds = 40;
    const page = await unit.visited(`#code=${PAGE_CODE}`, locale);
    await page.locator("html[data-stream=live]").waitFor();
    asked = [
      { kind: "hold", phase: 2 as never, left_s: 25, by: "Miller, technician" },
      { kind: "ped-omit", phase: 4 as never, left_s: 180, by: "the centre" },
    ];
    const [held, omitted] =
      locale === "en-GB" ? ["held, 25 secs left", "no walk, 3 mins left"] : ["保持，剩余 25秒", "行人跳过，剩余 3分钟"];
    await page.locator('.phase[data-phase="2"] .asked').getByText(held).waitFor();
    await page.locator('.phase[data-phase="4"] .asked').getByText(omitted).waitFor();
    t.equal(await page.locator(".phase .asked").filter({ hasText: /./ }).count(), 2, "and no other has one");
    t.match(await page.locator(".ring-now").first().textContent(), held);
    const row = page.locator("#plan dl > div", { hasText: locale === "en-GB" ? "Asked for" : "人工要求" });
    await row.waitFor();
    const said = await row.locator("dd").textContent();
    t.match(
      said,
      locale === "en-GB"
        ? "Hold of phase 2 (Miller, technician, 25 secs left); Pedestrians of phase 4 omitted (the centre, 3 mins left)"
        : /^相位 2 保持（Miller（技术员），剩余 25秒）/,
    );
    t.same(await page.evaluate(SCROLLS), []);
    t.equal(await page.evaluate("document.documentElement.scrollWidth"), 390);
    await keep(page, `held-390-${locale}`);
    await page.setViewportSize({ width: 1280, height: 800 });
    await keep(page, `held-1280-${locale}`);
    // Its time runs on red, and nothing is held there.
    const ds = unit.ds;
    while (liveAt(site, unit.ds).phases.find(({ phase }) => phase === 2)!.interval !== "red") unit.ds += 5;
    const waits = locale === "en-GB" ? "hold waits for its green, 25 secs left" : "保持待绿灯生效，剩余 25秒";
    await page.locator('.phase[data-phase="2"] .asked').getByText(waits).waitFor();
    await row.getByText(locale === "en-GB" ? "Hold of phase 2 waits for its green (Miller" : "相位 2 保持，待其绿灯生效（Miller").waitFor();
    await keep(page, `hold-waits-1280-${locale}`);
    await go(page, "actions");
    const what = page.locator(".lasting b").first();
    await what.getByText(locale === "en-GB" ? "Hold of phase 2 waits for its green" : "相位 2 保持，待其绿灯生效").waitFor();
    unit.ds = ds;
    await what.getByText(locale === "en-GB" ? "Hold of phase 2" : "相位 2 保持", { exact: true }).waitFor();
    await go(page, "intersection");
    asked = [];
    await row.waitFor({ state: "hidden" });
    t.equal(await page.locator(".phase .asked").filter({ hasText: /./ }).count(), 0);
    await page.close();
  });

t.test("a second technician is told who is there, and whoever only looks has no button that ends anything", async (t) => {
  asked = [FLASH];
  const page = await unit.visited(`#code=${PAGE_CODE}`, "zh-CN");
  await page.locator("html[data-stream=live]").waitFor();
  await page.evaluate("location.hash = '#/actions'");
  await page.locator(".lasting li").getByText("Miller（技术员）").waitFor();
  t.equal(await page.locator(".lasting button").isVisible(), false);
  t.equal(await page.locator("#action-kind").isVisible(), false);
  // Before anything is typed.
  await page
    .locator("#technician .there")
    .getByText(/^技术员Miller正在操作，剩余 \d+ ?分钟$/)
    .waitFor();
  await page.getByLabel("姓名").fill("李工");
  await page.locator("#technician-code").fill(TECHNICIAN_CODE);
  await page.getByRole("button", { name: "开始" }).click();
  const instead = page.getByRole("button", { name: "接替当前技术员" });
  await instead.waitFor();
  await page.getByText("Miller正在进行技术员会话，若无操作将在 30 分钟后结束").waitFor();
  await keep(page, "actions-begin-zh-390");
  t.equal(await page.evaluate("document.activeElement.textContent"), "接替当前技术员", "and the focus is at what one does next");
  await page.keyboard.press("Enter");
  await page.locator("#action-kind").waitFor();
  t.equal(await page.evaluate("document.activeElement.id"), "action-kind", "which it is then, too");
  // What lasts is drawn anew with the next live frame.
  await page.locator(".lasting button").waitFor();
  t.equal(await page.locator(".lasting button").isVisible(), true);
  t.same(street.sessions().at(-1), [1, "李工"]);
  asked = [];
  await page.close();
});

t.test("a phone whose session a second one of the same technician took over at once went on saying that he is in one", async (t) => {
  const first = await asTechnician(unit, "李工");
  await first.locator("#navigation .more button").click();
  await first.locator(".whoami").getByText("You are technician 李工").waitFor();
  await first.keyboard.press("Escape");
  const second = await asTechnician(unit, "李工");
  await first.locator("#technician-name").waitFor({ timeout: 8_000 });
  t.equal(await first.locator("#action-kind").isVisible(), false);
  await first.locator(".whoami", { hasText: "Technician 李工 is at work" }).waitFor({ state: "attached" });
  t.match(await second.locator(".whoami").textContent(), /You are technician 李工/);
  await first.close();
  await second.close();
});

t.test("whose session was taken over met a login form, and above it that what he had asked for was done", async (t) => {
  doors.clock += 600_000;
  const first = await asTechnician(unit, "李工");
  const takesOver = async (page: Page, name: string): Promise<void> => {
    await page.getByLabel("Name").fill(name);
    await page.locator("#technician-code").fill(TECHNICIAN_CODE);
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByRole("button", { name: "Take over" }).click();
    await page.locator("#action-kind").waitFor();
  };
  await first.locator("#action-kind").selectOption("place-call");
  await first.getByRole("button", { name: "Show what will happen" }).click();
  await first.getByRole("button", { name: "Do it" }).click();
  const done = first.getByText("Done, and in the journal.");
  await done.waitFor();
  await go(first, "commission");
  const second = await unit.visited(`#code=${PAGE_CODE}`);
  await second.locator("html[data-stream=live]").waitFor();
  await go(second, "actions");
  await takesOver(second, "Huber");
  const said = /^Huber took over your technician session at \d\d:\d\d:\d\d\.$/;
  await first.locator(".commission").getByText(said).waitFor();
  await go(first, "actions");
  await first.locator(".actions").getByText(said).waitFor();
  await first.locator("#technician-name").waitFor();
  t.equal(await done.count(), 0);
  await keep(first, "taken-over-390");
  // He takes it back.
  await takesOver(first, "李工");
  await first.locator(".actions .banner").waitFor({ state: "hidden" });
  await second.getByText(/^李工 took over your technician session at/).waitFor();
  // One that is ended by whoever had it was taken over by nobody.
  await first.locator("#session-end-card button").click();
  await first.locator("#technician-name").waitFor();
  t.equal(await first.locator(".actions .banner").isVisible(), false);
  await first.close();
  await second.close();
});

t.test("a plan file goes to the unit, which keeps it and offers to try it", async (t) => {
  const page = await asTechnician(unit, "李工");
  await page.locator("#plan-file").setInputFiles({ name: "night.toml", mimeType: "text/plain", buffer: Buffer.from("[[patterns]]\n") });
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByRole("button", { name: "Do it" }).click();
  await page.getByText("Done, and in the journal.").waitFor();
  t.equal(street.tried.length, 1);
  await page.close();
});

t.test("a technician who was done found no way to end his session alone: the frame had told of it before the answer came", async (t) => {
  const page = await unit.visited(`#code=${PAGE_CODE}`);
  await page.locator("html[data-stream=live]").waitFor();
  await page.evaluate("location.hash = '#/actions'");
  await page.getByLabel("Name").fill("李工");
  await page.locator("#technician-code").fill(TECHNICIAN_CODE);
  // The street side has begun it, and shows it; the link has not looked for the result yet.
  street.slow = true;
  const asked = page.waitForResponse("**/session");
  await page.getByRole("button", { name: "Begin" }).click();
  t.match(await (await asked).json(), { role: "viewer" }, "the page asks whose it is too early");
  street.slow = false;
  await page.locator("#session-end-card").waitFor();
  await page.locator("#navigation .more button").click();
  const end = page.locator("#session").getByRole("button", { name: "End technician session" });
  await end.waitFor();
  await keep(page, "more-390");
  await page.keyboard.press("Escape");
  street.ended = false;
  await page.locator("#session-end-card button").click();
  await page.locator("#session-end-card .fault").getByText("its disk is full").waitFor();
  street.ended = true;
  await page.locator("#session-end-card button").click();
  await page.locator("#technician-name").waitFor();
  t.equal(await page.evaluate("document.activeElement.id"), "technician-name");
  t.equal(await page.locator("#action-kind").isVisible(), false);
  t.same(street.sessions().at(-1), [0, "李工"]);
  t.equal(await page.locator("#code").count(), 0, "and goes on looking");
  await page.locator("#navigation .more button").click();
  await page.getByText("Viewing only").waitFor();
  t.equal(await end.isVisible(), false);
  await page.close();
});
