import t from "tap";
import { Slotted } from "./slotted.ts";

const TRIED = { ORDER: "B A", B_TRY: "1", TRIAL: "B" };

t.test("a release that controls is good, and has been on trial; the next start asks no more of it than that it starts", async (t) => {
  const unit = new Slotted(t, TRIED, "B");
  unit.controls();
  await unit.run("gate");
  t.equal(unit.kept("outcome"), "proved B");
  t.match(unit.boot, { ORDER: "B A", B_OK: "1", B_TRY: "0", TRIAL: "" });
  t.equal(unit.kept("security"), "1");
  t.equal(unit.kept("trial"), "");
  t.notOk(unit.asked.includes("systemctl reboot"));
});

t.test(
  "a release on trial whose unit does not control is not marked good, whatever has become of what the data partition knows",
  async (t) => {
    for (const damage of ["B\n", "", "\0\0\0\0", "BB", "nonsense\n", undefined]) {
      const unit = new Slotted(t, TRIED, "B");
      if (damage !== undefined) unit.kept("trial", damage);
      await unit.run("gate");
      t.ok(unit.asked.includes("systemctl reboot"), JSON.stringify(damage));
      t.notOk(unit.asked.some((each) => each.includes("mark-good")));
      t.match(unit.boot, { B_TRY: "1", TRIAL: "B" }, "its second try is a trial too");
      t.equal(unit.kept("trial"), "B", "whoever asks for its health compares it with what was before");
      t.equal(unit.kept("why"), "the street side has not started");
    }
  },
);

t.test("a release whose program dies without a word, or never answers, when it is asked for its health has proved nothing", async (t) => {
  for (const [does, why] of [
    ["kill -SEGV $$", /the program ends without a word/],
    ["kill -KILL $$", /no answer/],
    ["echo looking; exec sleep 60", /no answer, after: looking/],
  ] as const) {
    const unit = new Slotted(t, TRIED, "B");
    unit.answers(does);
    await unit.run("gate");
    t.ok(unit.asked.includes("systemctl reboot"), does);
    t.notOk(unit.asked.some((each) => each.includes("mark-good")));
    t.match(unit.kept("why"), why);
  }
});

t.test("a release from before the boot loader knew of trials is on trial by what it has left on the data partition", async (t) => {
  const unit = new Slotted(t, { ORDER: "B A", B_TRY: "1" }, "B");
  unit.kept("trial", "B\n");
  await unit.run("gate");
  t.ok(unit.asked.includes("systemctl reboot"));
});

t.test("a release that has proved itself is not left because the street side does not start any more", async (t) => {
  const unit = new Slotted(t, { ORDER: "B A", B_TRY: "1" }, "B");
  await unit.run("gate");
  t.same(
    unit.asked.filter((each) => !each.startsWith("systemctl -q")),
    ["rauc status mark-good"],
  );
  t.match(unit.boot, { B_TRY: "0" });
});

t.test("after two tries the slot that ran before says why, once, and nothing is on trial any more", async (t) => {
  const unit = new Slotted(t, { ORDER: "B A", B_TRY: "2", TRIAL: "B" }, "A");
  unit.kept("why", "control does not tick\n");
  unit.controls();
  await unit.run("gate");
  t.equal(unit.kept("outcome"), "returned B: control does not tick");
  t.match(unit.boot, { TRIAL: "", B_TRY: "2", A_TRY: "0" });
  t.equal(unit.kept("why"), "");
});

t.test("a slot is made the first one and put on trial by one write, and neither is there without the other", async (t) => {
  const unit = new Slotted(t, { B_OK: "0" }, "A");
  await unit.run("boot-state", "set-primary", "B");
  t.match(unit.boot, { ORDER: "B A", B_OK: "1", B_TRY: "0", TRIAL: "B" });
  t.equal(await unit.run("boot-state", "get-trial"), "B\n");
  await unit.run("boot-state", "set-state", "A", "good");
  t.equal(unit.boot["TRIAL"], "B", "that this slot is good says nothing of the other");
  await unit.run("boot-state", "set-primary", "A");
  t.match(unit.boot, { ORDER: "A B", TRIAL: "" }, "the slot that runs has nothing to prove");
});

t.test("power that goes before the other slot is the first one: the centre side hears so from the next start on", async (t) => {
  const restarting = JSON.stringify({ id: "c", state: "restarting" });
  const unit = new Slotted(t, { B_OK: "0" }, "A");
  unit.kept("state.json", restarting);
  unit.controls();
  await unit.run("gate");
  t.match(unit.kept("outcome"), /^untried: the machine started anew before/);
  t.notOk(unit.asked.includes("systemctl reboot"));

  const gone = new Slotted(t, TRIED, "B");
  gone.kept("state.json", restarting);
  await gone.run("gate");
  t.equal(gone.kept("outcome"), "", "it is being tried");

  const over = new Slotted(t, {}, "B");
  over.kept("state.json", restarting);
  over.kept("outcome", "proved B\n");
  await over.run("gate");
  t.equal(over.kept("outcome"), "proved B", "what is known is known");
});
