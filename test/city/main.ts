import { Misuse } from "../bench/traffic/scenario.ts";
import { City } from "./city.ts";
import { openServer } from "./server.ts";

/** Somebody who watches gets bored beyond this, and no computer keeps up. */
const SPEED_MAX = 20;
const PATTERNS = ["adaptive", "actuated", "fixed", "max-pressure"];

function number(name: string, usual: number, least: number, most: number): number {
  const text = process.env[name] || String(usual);
  const value = Number(text);
  if (!(value >= least && value <= most)) throw new Misuse(`${name} is a number from ${least} to ${most}, not "${text}"`);
  return value;
}

/** The verb `make city`. */
async function main(): Promise<void> {
  const speed = number("SPEED", 1, 0.1, SPEED_MAX);
  const port = number("PORT", 8090, 0, 65_535);
  const seed = number("SEED", 7, 0, 1_000_000);
  const against = process.env["AGAINST"] || "adaptive";
  if (!PATTERNS.includes(against)) throw new Misuse(`AGAINST is one of ${PATTERNS.join(", ")}, not "${against}"`);
  const options = {
    folder: "var/city",
    seed,
    speed,
    demand: number("DEMAND", 1.3, 0.1, 3),
    against,
    warm_s: number("WARM", 150, 1, 3_600),
  };
  const said = process.env["TOLD"] === "1" ? console.log : () => {};
  console.log("the streets are built and filled: half a minute");
  let end = (): void => {};
  const asked = new Promise<void>((resolve) => {
    end = resolve;
  });
  const ends = (): void => {
    console.log("ending");
    end();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, ends);
  const city = await City.open({ ...options, told: said });
  const server = await openServer(process.env["HOST"] || "127.0.0.1", port, city.map, {
    send: (errand) => city.send(errand),
    finish: (trip) => city.finish(trip),
    speed: (times) => {
      if (times < 1 || times > SPEED_MAX) return false;
      city.speed = times;
      return true;
    },
  }).catch(async (error: Error) => {
    await city.close();
    throw new Misuse(error.message);
  });
  let first = true;
  const broken = city.run((frame) => {
    if (first) console.log(`\n  ${city.map.units.length} signals, seed ${seed}; Ctrl-C ends it.\n\n    the map   ${server.url}\n`);
    first = false;
    server.show(frame);
  });
  try {
    await Promise.race([asked, broken]);
  } finally {
    await server.close();
    await city.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(`stopline: ${(error as Error).message}`);
  // What was opened before it broke would keep us alive, and SUMO with us.
  process.exit(error instanceof Misuse ? 2 : 1);
}
