import t from "tap";
import type { Request } from "../../src/journal/port.ts";
import type { HandOverLive } from "../../src/traffic/live.ts";
import { WallTime } from "../../src/traffic/time.ts";
import type { UpdateAsked } from "../../src/update/asked.ts";
import type { Job, SlotRequest, SlotState, UpdateDesk } from "../../src/update/desk.ts";
import { HAND_OVER } from "../../src/update/hand-over.ts";
import { UPDATE_TOLD, type UpdateTold } from "../../src/update/told.ts";
import { type Fetched, Updates } from "../../src/update/updates.ts";
import { live } from "../link/live.ts";

const WALL = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;
const sha256 = "ab".repeat(32);
const asked = (over: Partial<UpdateAsked> = {}): UpdateAsked => ({
  bundle: "https://centre.example/b",
  version: "1.5.0",
  sha256,
  size: 150_000_000,
  not_before: 0,
  until: 0,
  allow_older: false,
  ...over,
});

/** A link's updates, with the hands of everybody else on its desk. */
class Scene {
  job: Job | null = null;
  state: SlotState | null = null;
  room = "";
  journal = true;
  full = false;
  now = 0;
  fetched: (fetched: Fetched) => void = () => {};
  fetches = 0;
  readonly requests: SlotRequest[] = [];
  readonly inbox: Request[] = [];
  tidied: (string | null)[] = [];
  updates: Updates = this.link();

  link(): Updates {
    const desk: UpdateDesk = {
      job: () => this.job,
      keep: (job) => {
        if (this.full) throw new Error("the disk is full");
        this.job = job;
      },
      request: (request) => this.requests.push(request),
      state: () => this.state,
      whyNoRoom: () => this.room,
      tidy: (kept) => this.tidied.push(kept),
    };
    return new Updates({
      running: () => ({ version: "1.4.0", security: 3 }),
      noSlot: () => "",
      desk,
      fetch: () => {
        this.fetches += 1;
        return new Promise((resolve) => {
          this.fetched = resolve;
        });
      },
      offer: (request) => {
        if (this.journal && !this.inbox.some(({ id }) => id === request.id)) this.inbox.push(request);
        return this.journal;
      },
      brainReached: () => true,
      now: () => this.now,
      wall: () => WallTime(WALL + this.now),
    });
  }

  /** Seconds, with a street side that says this of the hand-over. */
  async go(seconds: number, hand_over?: Pick<HandOverLive, "stage">): Promise<void> {
    for (let s = 0; s < seconds; s++) {
      this.now += 1_000;
      if (hand_over !== undefined) this.updates.live(live({ hand_over: { id: "c", version: "1.5.0", why: "", ...hand_over } }));
      else this.updates.live(live());
      this.updates.step();
      await Promise.resolve();
    }
  }

  root(state: SlotState["state"], words = ""): void {
    this.state = { id: "c", version: "1.5.0", sha256, size: 150_000_000, state, words };
  }

  get told(): readonly string[] {
    return this.inbox
      .filter(({ command }) => command === UPDATE_TOLD)
      .map(({ args }) => {
        const { state, words } = JSON.parse(args) as UpdateTold;
        return `${state}${words === "" ? "" : `: ${words}`}`;
      });
  }
}

const turn = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};

t.test("a release goes its whole way, and the journal hears each state once, over a restart of the link and of the machine", async (t) => {
  const scene = new Scene();
  scene.updates.begin("c", asked());
  await scene.go(3);
  t.equal(scene.fetches, 1);
  scene.fetched({ kind: "done" });
  await turn();
  await scene.go(3);
  t.same(scene.requests, [{ kind: "install", id: "c", version: "1.5.0", sha256, size: 150_000_000, allow_older: false }]);
  scene.root("installing");
  scene.updates = scene.link();
  await scene.go(5);
  t.equal(scene.requests.length, 1, "it is asked for once");
  scene.root("installed");
  await scene.go(3);
  t.match(scene.inbox.find(({ command }) => command === HAND_OVER)?.args, "1.5.0");
  t.equal(scene.requests.length, 1, "no restart before the street side stands in flash");
  await scene.go(60, { stage: "waiting" });
  t.equal(scene.updates.words, "to 1.5.0: installed, the signals: waiting", "whoever stands there with a stick sees what is waited for");
  await scene.go(20, { stage: "entering" });
  t.equal(scene.requests.length, 1);
  await scene.go(3, { stage: "standing" });
  t.same(scene.requests[1], { kind: "restart", id: "c", brain: true });
  // Another slot, another life.
  scene.updates = scene.link();
  scene.root("restarting");
  await scene.go(10);
  scene.root("proved");
  await scene.go(3);
  t.same(scene.told, ["fetching: 150.0 MB", "checked", "installing", "installed", "proved"]);
  t.equal(scene.job, null);
  t.equal(scene.updates.words, "to 1.5.0: proved");
  t.equal(scene.tidied.at(-1), null, "nothing is left on the desk");
});

t.test(
  "a link that was ended between its request and its note of it takes the signals into no second flash for what has proved itself",
  async (t) => {
    for (const state of ["proved", "fell-back"] as const) {
      const scene = new Scene();
      scene.job = { id: "c", from: "brain", asked: asked({ until: WALL + HOUR }), state: "installed", words: "", told: true };
      scene.root(state);
      scene.updates = scene.link();
      await scene.go(5);
      t.notOk(scene.inbox.some(({ command }) => command === HAND_OVER));
      t.same(scene.told, [state]);
      t.equal(scene.job, null);
    }
  },
);

t.test("a bundle with a wrong hash, no room, or root's refusal: the update ends there, and the journal says why", async (t) => {
  const wrong = new Scene();
  wrong.updates.begin("c", asked());
  await wrong.go(2);
  wrong.fetched({ kind: "refused", words: "what was fetched has another hash" });
  await turn();
  await wrong.go(3);
  t.same(wrong.told.at(-1), "refused: what was fetched has another hash");
  t.equal(wrong.job, null);
  t.equal(wrong.requests.length, 0);

  const full = new Scene();
  full.room = "there is no room for it";
  t.equal(full.updates.whyNot(asked()), "there is no room for it");
  full.updates.begin("c", asked());
  await full.go(3);
  t.same([full.told.at(-1), full.fetches], ["refused: there is no room for it", 0]);

  const foreign = new Scene();
  foreign.updates.begin("c", asked({ bundle: "" }));
  await foreign.go(4);
  foreign.root("refused", "its signature is not by our authority");
  await foreign.go(3);
  t.same(foreign.told.at(-1), "refused: its signature is not by our authority");
});

t.test("a line that breaks is tried again with growing pauses, until the window is over", async (t) => {
  const scene = new Scene();
  scene.updates.begin("c", asked({ until: WALL + HOUR }));
  const at: number[] = [];
  for (let s = 0; s < 3_700; s++) {
    const before = scene.fetches;
    await scene.go(1);
    if (scene.fetches === before) continue;
    at.push(scene.now / 1_000);
    scene.fetched({ kind: "trouble", words: "the line broke" });
    await turn();
  }
  const pauses = at.slice(1).map((each, i) => each - at[i]!);
  t.ok(
    pauses.every((pause, i) => pause >= 10 && (i === 0 || pause >= pauses[i - 1]!)),
    pauses.join(" "),
  );
  t.ok(at.length > 5 && at.length < 15, `${at.length} times`);
  t.equal(scene.told.at(-1), "given-up: it could not be fetched within its window");
});

t.test("nothing is installed before the window begins", async (t) => {
  const scene = new Scene();
  scene.updates.begin("c", asked({ bundle: "", not_before: WALL + HOUR }));
  await scene.go(3_590);
  t.same([scene.told.at(-1), scene.requests.length], ["waiting: until 2026-11-24T13:00:00.000Z", 0]);
  await scene.go(15);
  t.same([scene.told.at(-1), scene.requests.length], ["installing", 1]);
});

t.test(
  "a street side that comes back without knowing of the hand-over is asked again; one that gave it up has told so itself",
  async (t) => {
    const scene = new Scene();
    scene.updates.begin("c", asked({ bundle: "" }));
    await scene.go(3);
    scene.root("installed");
    await scene.go(40);
    const asks = scene.inbox.filter(({ command }) => command === HAND_OVER);
    t.ok(asks.length >= 2, `${asks.length} times`);
    await scene.go(10, { stage: "given-up" });
    t.equal(scene.job, null);
    t.notOk(
      scene.told.some((each) => each.startsWith("given-up")),
      "once is enough",
    );
  },
);

t.test(
  "the power goes as the machine is about to start into a release: the unit hands its signals over once more, in its window",
  async (t) => {
    const scene = new Scene();
    scene.updates.begin("c", asked({ bundle: "" }));
    await scene.go(3);
    scene.root("installed");
    await scene.go(3);
    await scene.go(3, { stage: "standing" });
    t.match(scene.requests[1], { kind: "restart" });
    t.equal(scene.job?.state, "restarting");
    scene.updates = scene.link();
    scene.root("installed", "the machine started anew before the other slot was the first one");
    scene.inbox.length = 0;
    await scene.go(200);
    t.equal(scene.job?.state, "installed");
    t.ok(scene.inbox.some(({ command }) => command === HAND_OVER));
    await scene.go(3, { stage: "standing" });
    t.match(scene.requests[2], { kind: "restart" });
    scene.root("proved");
    await scene.go(3);
    t.equal(scene.told.at(-1), "proved");
  },
);

t.test("where nothing controls the signals nothing is waited for: the release may be what mends it", async (t) => {
  const scene = new Scene();
  scene.updates.begin("c", asked({ bundle: "" }));
  await scene.go(3);
  scene.root("installed");
  await scene.go(3);
  for (let s = 0; s < 200; s++) {
    scene.now += 1_000;
    scene.updates.step();
    if (s === 60) t.equal(scene.requests.length, 1, "not at once");
  }
  t.match(scene.requests[1], { kind: "restart" });
  t.match(scene.told.at(-1), "restarting: nothing controls the signals");
});

t.test("while the journal is away the update stands, and nothing happens that no record tells of", async (t) => {
  const scene = new Scene();
  scene.journal = false;
  scene.updates.begin("c", asked({ bundle: "" }));
  await scene.go(20);
  t.same([scene.told, scene.requests], [[], []]);
  scene.journal = true;
  await scene.go(4);
  t.same(scene.told, ["fetching: 150.0 MB", "checked: it was on the unit already", "installing"]);
});

t.test("what a stick has brought goes the same way, once", async (t) => {
  const scene = new Scene();
  scene.state = { id: "stick-abababababab", version: "1.5.0", sha256, size: 9, state: "offered", words: "from a stick" };
  await scene.go(5);
  t.match(scene.requests, [{ kind: "install", id: "stick-abababababab", version: "1.5.0", allow_older: false }]);
  scene.state = { ...scene.state, state: "refused", words: "version 1.5.0 runs already" };
  await scene.go(5);
  t.same(scene.told, ["checked: from a stick", "installing", "refused: version 1.5.0 runs already"]);
  scene.state = { ...scene.state, state: "offered" };
  await scene.go(5);
  t.equal(scene.requests.length, 1);
});

t.test("a command that comes to nothing after its result was recorded is told so, and not forgotten", async (t) => {
  const scene = new Scene();
  scene.updates.begin("c", asked());
  scene.updates.begin("d", asked({ version: "1.6.0" }));
  await scene.go(2);
  const d = scene.inbox.find(({ args }) => args.includes('"d"'));
  t.match(d?.args, '"state":"refused","words":"the update to 1.5.0 is underway (fetching)"');
  const full = new Scene();
  full.full = true;
  full.updates.begin("c", asked());
  full.full = false;
  await full.go(2);
  t.same(full.told, ["refused: it cannot be kept: the disk is full"]);
});

t.test("a command is refused at once for what can be known at once", async (t) => {
  const { updates } = new Scene();
  t.equal(updates.whyNot(asked()), "");
  t.match(updates.whyNot(asked({ version: "1.3.0" })), "version 1.3.0 is older than 1.4.0");
  t.equal(updates.whyNot(asked({ version: "1.3.0", allow_older: true })), "");
  t.match(updates.whyNot(asked({ until: WALL - 1 })), "its window was over at 2026-11-24T11:59:59.999Z");
  t.match(updates.whyNot(asked({ not_before: WALL + 15 * 24 * HOUR })), "more than two weeks ahead");
  updates.begin("c", asked());
  t.match(updates.whyNot(asked({ version: "1.6.0" })), "the update to 1.5.0 is underway (fetching)");
});
