import type { CityMap, Frame, TripFrame } from "../shown.ts";
import { chart, race } from "./race.ts";
import { clock, more, plural, time } from "./words.ts";

const at = (id: string): HTMLElement => document.getElementById(id)!;
const say = (id: string, words: string): void => {
  const element = at(id);
  if (element.textContent !== words) element.textContent = words;
};

const onItsWay = ({ ended, own, other }: TripFrame): boolean => !ended && (own.state !== "arrived" || other.state !== "arrived");
const over = ({ ended, own, other }: TripFrame): boolean => !ended && own.state === "arrived" && other.state === "arrived";

/** Everything beside the map. */
export class Panel {
  readonly #map: CityMap;
  #points: { at_s: number; own: number; other: number }[] = [];
  #spoken = "";

  constructor(map: CityMap) {
    this.#map = map;
    const select = at("errands") as HTMLSelectElement;
    map.errands.forEach(({ name, length_m, stops }, i) => {
      const option = new Option(`${name} (${(length_m / 1_000).toFixed(1)} km, ${plural(stops.length, "signal", "signals")})`, String(i));
      select.append(option);
    });
    at("send").addEventListener("submit", (event) => {
      event.preventDefault();
      void press(`send?n=${select.value}`).then((done) =>
        say(
          "send-words",
          done ? `${map.errands[Number(select.value)]!.name}: it sets out.` : "All ambulances are out. Wait for one, or end a drive below.",
        ),
      );
    });
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-speed]"))
      button.addEventListener("click", () => void press(`speed?n=${button.dataset["speed"]}`));
  }

  show(frame: Frame): void {
    const { seed, against, units } = this.#map;
    const kept = Math.abs(frame.kept_speed - frame.speed) > 0.25 * frame.speed ? ` · ${frame.kept_speed.toFixed(1)}× kept` : "";
    say("sub", `${units.length} signals, simulated · ${clock(frame.at_s)} · seed ${seed}${kept}`);
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-speed]"))
      button.setAttribute("aria-pressed", String(Number(button.dataset["speed"]) === frame.speed));
    const trip = frame.trips.findLast(onItsWay) ?? frame.trips.findLast(over);
    if (trip !== undefined) this.#hero(frame, trip);
    this.#others(frame);
    this.#past(frame);
    const { connected, records, commands } = frame.centre;
    const without = against === "adaptive" ? "" : ` Without priority the signals run the pattern “${against}”.`;
    say(
      "centre",
      `${connected} of ${units.length} units are connected to the broker; the centre has ${records.toLocaleString("en")} records of theirs, and they have taken ${plural(commands, "signed command", "signed commands")}.${without}`,
    );
  }

  #hero(frame: Frame, trip: TripFrame): void {
    const { own, other, lead, vehicle } = trip;
    const name = this.#map.errands[trip.errand]!.name;
    const done = !onItsWay(trip);
    say("hero-title", done ? "Last arrived" : "On its way");
    say("errand", `${vehicle}: ${name}`);
    const ahead = Math.round(lead.ahead_s);
    say("lead-figure", ahead === 0 ? "Level" : time(Math.abs(ahead)));
    at("lead").dataset["is"] = ahead > 0 ? "ahead" : ahead < 0 ? "behind" : "level";
    const metres = !done && Math.abs(lead.ahead_m) >= 10 ? ` (${Math.round(Math.abs(lead.ahead_m) / 10) * 10} m)` : "";
    const than = done ? (ahead > 0 ? "sooner there than" : "later there than") : ahead > 0 ? "ahead of" : "behind";
    const level = done ? "It took as long as the same ambulance" : "Beside the same ambulance";
    say("lead-words", `${ahead === 0 ? level : `${than} the same ambulance`} without priority${metres}`);
    const side = (key: string, drive: TripFrame["own"]): void => {
      say(`${key}-lost`, time(drive.lost_s));
      say(`${key}-took`, time(drive.took_s) + (drive.state === "arrived" ? ", arrived" : ""));
      say(`${key}-stops`, String(drive.stops));
    };
    side("own", own);
    side("ghost", other);
    at("race").replaceChildren(race(this.#map, frame, trip));
    const spoken = `${vehicle}, ${name}: ${done ? "arrived" : "on its way"}.`;
    if (spoken !== this.#spoken)
      say("spoken", `${spoken} ${done ? `${time(Math.abs(ahead))} ${ahead >= 0 ? "sooner" : "later"} than without priority.` : ""}`);
    this.#spoken = spoken;
  }

  #others({ at_s, others: { own, other } }: Frame): void {
    const [a, b] = [own.recent_lost_s, other.recent_lost_s];
    if (a !== null && b !== null && (this.#points.at(-1)?.at_s ?? -10) + 5 <= at_s) {
      this.#points.push({ at_s, own: a, other: b });
      if (this.#points.length > 240) this.#points.shift();
      at("chart").replaceChildren(chart(this.#points));
    }
    const change = more(own.mean_lost_s, other.mean_lost_s);
    say(
      "others-words",
      `${own.mean_lost_s.toFixed(1)} s lost in the mean by each of ${own.vehicles.toLocaleString("en")} vehicles; ${other.mean_lost_s.toFixed(1)} s without priority (${change}). ${own.driving} are on the road, ${own.standing} stand.`,
    );
  }

  #past({ trips }: Frame): void {
    const rows = trips.filter((trip) => over(trip) || onItsWay(trip)).toReversed();
    const key = JSON.stringify(rows.map((trip) => [trip.number, over(trip)]));
    const box = at("past");
    if (box.dataset["key"] === key) return;
    box.dataset["key"] = key;
    const done = rows.filter(over);
    const sum = (of: (trip: TripFrame) => number): number => done.reduce((total, trip) => total + of(trip), 0);
    const list = document.createElement("ol");
    for (const trip of rows) {
      const item = document.createElement("li");
      const [name, figures] = [document.createElement("span"), document.createElement("b")];
      name.textContent = this.#map.errands[trip.errand]!.name;
      const saved = trip.other.took_s - trip.own.took_s;
      figures.textContent = over(trip) ? `${saved >= 0 ? "−" : "+"}${time(Math.abs(saved))}` : "";
      item.append(name);
      if (onItsWay(trip)) {
        const end = document.createElement("button");
        end.textContent = "End";
        end.type = "button";
        end.setAttribute("aria-label", `End the drive: ${name.textContent}`);
        end.addEventListener("click", () => void press(`finish?n=${trip.number}`));
        item.append(end);
      } else {
        const lost = document.createElement("small");
        lost.textContent = `lost ${time(trip.own.lost_s)}, without priority ${time(trip.other.lost_s)}`;
        item.append(figures, lost);
      }
      list.append(item);
    }
    const [own, other] = [sum(({ own: { lost_s } }) => lost_s), sum(({ other: { lost_s } }) => lost_s)];
    const total = document.createElement("p");
    total.className = "total";
    total.textContent =
      done.length === 0
        ? "No drive is over on both sides yet."
        : `${plural(done.length, "drive", "drives")}: ${time(own)} lost at signals and in traffic, ${time(other)} without priority (${more(own, other)}).`;
    box.replaceChildren(total, list);
  }
}

async function press(what: string): Promise<boolean> {
  try {
    return (await fetch(what, { method: "POST" })).ok;
  } catch {
    return false;
  }
}
