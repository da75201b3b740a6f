import t from "tap";
import { foretold } from "../../src/panel/foretold.ts";
import { sha256 } from "../../src/plans/sha256.ts";
import { isNear } from "../../src/platform/near.ts";
import { PAGE_CODE, TECHNICIAN_CODE } from "./doors.ts";
import { fourLeg } from "./street.ts";
import { unitWithDoors } from "./unit-with-doors.ts";

const HOLD = { command: "hold", args: { phase: 4, for_s: 30 } };

t.test("the unit's code alone moves nothing, and the technician's is asked for with a name", async (t) => {
  const { post, viewer, street, doors } = await unitWithDoors(t);
  const cookie = await viewer();
  t.equal((await post("/actions/tell", HOLD, cookie)).status, 403);
  t.equal((await post("/technician", { code: PAGE_CODE, name: "Miller" }, cookie)).status, 401);
  for (const name of ["", "  ", "a\nb", "x".repeat(65), "\u2028"])
    t.equal((await post("/technician", { code: TECHNICIAN_CODE, name }, cookie)).status, 400, `a name of ${name.length}`);
  const [wrong] = street.taken;
  t.match(wrong?.refused, "the technician's code was wrong, from 127.0.0.1");
  t.notMatch(wrong?.args, "4711", "what was typed is not kept");
  for (let i = 0; i < 30; i++) {
    doors.clock += 10_000;
    await post("/technician", { code: "0000", name: "Guess" }, cookie);
  }
  t.equal(street.taken.length, 5, "who guesses does not fill the journal");
});

t.test("a second technician is told who is there, and may take it over by a word; the first is a viewer then", async (t) => {
  const { post, get, technician, viewer, show, pass, street } = await unitWithDoors(t);
  const miller = await technician("Miller");
  const other = await viewer();
  const refused = await post("/technician", { code: TECHNICIAN_CODE, name: "Li" }, other);
  t.equal(refused.status, 409);
  t.match((await refused.json()) as object, { words: /^Miller is in a technician session/ });
  t.equal((await post("/technician", { code: TECHNICIAN_CODE, name: "Li", instead: true }, other)).status, 200);
  show();
  t.match(await (await get("/session", other)).json(), { role: "technician", name: "Li" });
  pass(6);
  t.match(await (await get("/session", miller)).json(), { role: "viewer", name: "" });
  t.equal((await post("/actions/tell", HOLD, miller)).status, 403);
  t.same(street.sessions(), [
    [1, "Miller"],
    [0, "Miller"],
    [1, "Li"],
  ]);
});

t.test("a session ends half an hour after the last thing done, at its end by hand, and with a logout", async (t) => {
  const { post, get, technician, pass, street } = await unitWithDoors(t);
  const role = async (cookie: string) => ((await (await get("/session", cookie)).json()) as { role: string }).role;
  const one = await technician("Miller");
  pass(1_799);
  t.equal(await role(one), "technician");
  pass(2);
  t.equal(await role(one), "viewer");
  const two = await technician("Li");
  t.equal((await post("/technician/end", {}, two)).status, 200);
  t.equal(await role(two), "viewer");
  const three = await technician("Wu");
  await post("/logout", {}, three);
  t.equal((await post("/actions/tell", HOLD, three)).status, 401, "its cookie, played again, is nobody's");
  t.same(street.sessions(), [
    [1, "Miller"],
    [0, "Miller"],
    [1, "Li"],
    [0, "Li"],
    [1, "Wu"],
    [0, "Wu"],
  ]);
});

t.test("the package brought a new link, and the street side of the release before ends a session all the same", async (t) => {
  const { post, technician, street } = await unitWithDoors(t);
  street.earlier = true;
  t.equal((await post("/technician/end", {}, await technician("Miller"))).status, 200);
  await post("/logout", {}, await technician("Li"));
  t.same(street.sessions(), [
    [1, "Miller"],
    [0, "Miller"],
    [1, "Li"],
    [0, "Li"],
  ]);
});

t.test("the street side did not run as he ended his session: the page said so, and he ended it when it was back", async (t) => {
  const { post, get, technician, street } = await unitWithDoors(t);
  const miller = await technician("Miller");
  street.runs = false;
  t.not((await post("/technician/end", {}, miller)).status, 200);
  t.match(await (await get("/session", miller)).json(), { role: "technician", name: "Miller" });
  street.runs = true;
  t.equal((await post("/technician/end", {}, miller)).status, 200);
  t.same(street.sessions().at(-1), [0, "Miller"]);
});

t.test("nothing is done that was not told before: once, soon, and to the same technician", async (t) => {
  const { post, technician, viewer, street, pass, show } = await unitWithDoors(t);
  const miller = await technician("Miller");
  const tell = async (what: object, cookie = miller) =>
    (await (await post("/actions/tell", what, cookie)).json()) as { told: string; for_s: number; waits: number[]; words: string };
  const told = await tell(HOLD);
  t.match(told, { for_s: 30, phases: [4], waits: [1, 2, 3, 5, 6], code_again: false, words: "Phase 4 is kept green" });
  t.same(street.done, [], "it was only told");
  t.equal((await post("/actions/do", { told: told.told }, miller)).status, 200);
  t.same(street.done, [{ ...HOLD, by: "Miller" }]);
  t.equal((await post("/actions/do", { told: told.told }, miller)).status, 410, "not twice");
  t.equal((await post("/actions/do", { told: "0000000000000001" }, miller)).status, 410, "not what nobody told");
  const late = await tell(HOLD);
  pass(121);
  t.equal((await post("/actions/do", { told: late.told }, miller)).status, 410, "not what was told long ago");
  const his = await tell(HOLD);
  const li = await viewer();
  await post("/technician", { code: TECHNICIAN_CODE, name: "Li", instead: true }, li);
  show();
  t.equal((await post("/actions/do", { told: his.told }, li)).status, 410, "nor another's");
  t.equal(street.done.length, 1);
});

t.test("what ends something is done at a tap, and nothing else is", async (t) => {
  const { post, technician, street } = await unitWithDoors(t);
  const cookie = await technician("Miller");
  for (const what of [
    HOLD,
    { command: "place-call", args: { phase: 3, pedestrian: false } },
    { command: "flash", args: { for_s: 1 } },
    { command: "roll-back-plan", args: {} },
  ])
    t.equal((await post("/actions/cancel", what, cookie)).status, 400, what.command);
  t.same(street.done, []);
  t.equal((await post("/actions/cancel", { command: "flash", args: { for_s: 0 } }, cookie)).status, 200);
  t.match(street.done, [{ command: "flash" }]);
});

t.test("no action at the page is bounded weaker than the brain's, and what is the brain's is not there", async (t) => {
  const site = fourLeg();
  for (const [command, args] of [
    ["hold", { phase: 4, for_s: 121 }],
    ["hold", { phase: 99, for_s: 10 }],
    ["flash", { for_s: 7_201 }],
    ["flash", { for_s: -1 }],
    ["flash", { for_s: 1.5 }],
    ["flash", { for_s: 60, more: 1 }],
    ["omit", { phase: 4, pedestrian: false, for_s: 901 }],
    ["force-detector", { detector: 1, on: true, for_s: 14_401 }],
    ["place-call", { phase: 4 }],
    ["set-pattern", { pattern: 2, for_s: 60 }],
    ["set-clock", { wall_ms: 0, most_ms: 1 }],
    ["update", {}],
    ["lamp-test", {}],
    ["__proto__", {}],
    ["hold", null],
    ["hold", undefined],
  ] as const)
    t.ok("refused" in foretold(site, null, command, args), `${command} ${JSON.stringify(args)}`);
});

t.test("a latched fault is reset by who is at the cabinet and says the code once more, and by nobody from further away", async (t) => {
  const { post, technician, street } = await unitWithDoors(t);
  const cookie = await technician("Miller");
  const attempt = async (code?: string) => {
    const { told } = (await (await post("/actions/tell", { command: "reset-fault", args: {} }, cookie)).json()) as { told: string };
    return (await post("/actions/do", code === undefined ? { told } : { told, code }, cookie)).status;
  };
  street.near = false;
  t.equal(await attempt(TECHNICIAN_CODE), 403);
  street.near = true;
  t.equal(await attempt(), 401);
  t.equal(await attempt(PAGE_CODE), 401);
  t.same(street.done, []);
  t.equal(await attempt(TECHNICIAN_CODE), 200);
  t.match(street.done, [{ command: "reset-fault", by: "Miller" }]);
});

t.test("who is on a net of the unit's own is near, and who comes through a router is not", async (t) => {
  const net = (cidr: string) => ({ cidr }) as never;
  const interfaces = { lo: [net("127.0.0.1/8"), net("::1/128")], end0: [net("10.20.0.5/24"), net("fe80::1/64")], tun0: [net("0.0.0.0/0")] };
  for (const address of ["127.0.0.1", "::ffff:127.0.0.1", "::1", "10.20.0.77", "::ffff:10.20.0.77", "fe80::2%end0"])
    t.ok(isNear(address, interfaces), address);
  for (const address of ["10.20.1.77", "192.168.1.1", "::ffff:10.21.0.1", "2001:db8::1", "", "x"])
    t.notOk(isNear(address, interfaces), address);
});

t.test("a plan from a file goes in parts to the street side, is tried there, and is what its hash says", async (t) => {
  const { post, technician, street } = await unitWithDoors(t);
  const cookie = await technician("Miller");
  const text = `# a plan\n${'[[patterns]]\nname = "夜"\n'.repeat(400)}`;
  const answer = (await (await post("/actions/plan", { text }, cookie)).json()) as { hash: string };
  t.equal(answer.hash, sha256(text));
  t.equal(street.done.map(({ args }) => (args as { text: string }).text).join(""), text);
  const { told } = (await (await post("/actions/tell", { command: "try-plan", args: { hash: answer.hash } }, cookie)).json()) as {
    told: string;
  };
  t.equal((await post("/actions/do", { told }, cookie)).status, 200);
  t.same(street.tried, [answer.hash]);
  t.equal((await post("/actions/plan", { text: "x".repeat(200_000) }, cookie)).status, 413, "more than a plan can be");
  t.equal((await post("/actions/plan", { text: "x".repeat(300_000) }, cookie)).status, 413);
});

t.test("a link that is asked to start anew does so after its record, and a street side that is not there is said", async (t) => {
  const { post, technician, street } = await unitWithDoors(t);
  const cookie = await technician("Miller");
  const attempt = async (what: object) => {
    const { told } = (await (await post("/actions/tell", what, cookie)).json()) as { told: string };
    return post("/actions/do", { told }, cookie);
  };
  street.runs = false;
  const silent = await attempt({ command: "restart-link", args: {} });
  t.equal(silent.status, 409);
  t.match((await silent.json()) as object, { words: /^the street side has not taken it/ });
  t.equal(street.restarts, 0);
  street.runs = true;
  t.equal((await attempt({ command: "restart-link", args: {} })).status, 200);
  t.equal(street.restarts, 1);
});
