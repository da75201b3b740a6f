import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import t from "tap";
import { readCertificates } from "../../src/platform/certificates.ts";
import { isCode } from "../../src/platform/page-code.ts";
import { Desk, imageFor } from "./desk.ts";
import { PLACES } from "./small-image.ts";

const IMAGE = imageFor(t);
const TAKE = new URL("../../deploy/image/overlay/usr/lib/stopline/take", import.meta.url).pathname;
const MIB = 1024 * 1024;

t.test(
  "a unit that starts from a flashed card has its site file, its certificate, its address and its code, and nobody else's",
  async (t) => {
    const desk = new Desk(t, IMAGE);
    desk.authority();
    const site = desk.site("HARBOUR-7");
    const words = [
      "stopline.img",
      "card.img",
      "--site",
      site,
      "--yes",
      "--address",
      "10.20.0.5/24",
      "--gateway",
      "10.20.0.1",
      "--broker",
      "10.20.0.1:8883",
      "--panel",
      "8080",
    ];
    const { status, said } = await desk.flash(...words);
    t.equal(status, 0, said);
    t.equal(statSync(desk.at("card.img")).mode & 0o777, 0o600, "a key lies in it");

    const networks = desk.at("networks");
    mkdirSync(networks);
    execFileSync(TAKE, [desk.provision("card.img"), desk.at("kept"), networks]);
    const etc = desk.at("kept/etc");
    t.equal(readFileSync(join(etc, "site.toml"), "utf8"), readFileSync(desk.at(site), "utf8"));
    t.equal(readCertificates(join(etc, "certificates")).name, "HARBOUR-7");
    t.match(readFileSync(join(networks, "10-wired.network"), "utf8"), "Address=10.20.0.5/24\nGateway=10.20.0.1");
    t.equal(
      readFileSync(join(etc, "link.env"), "utf8"),
      'PANEL=0.0.0.0:8080\nOPTIONS="--certificates /etc/stopline/certificates --broker 10.20.0.1:8883"\n',
    );
    const label = readFileSync(desk.at("flashed/HARBOUR-7.label.html"), "utf8");
    const code = /class="code">([\d-]+)</.exec(label)?.[1] ?? "";
    t.ok(isCode(code, readFileSync(join(etc, "page.code"), "utf8")), "the label's code opens this unit");
    const technician = /class="inner">.*class="code">([\d-]+)</.exec(label)?.[1] ?? "";
    t.not(technician, code);
    t.ok(isCode(technician, readFileSync(join(etc, "technician.code"), "utf8")), "its other part's, what is done there");
    for (const secret of [code, technician])
      t.notOk(readFileSync(desk.at("card.img")).includes(secret) || said.includes(secret), "and stands on the label alone");
    t.equal(statSync(desk.at("flashed/HARBOUR-7.label.html")).mode & 0o777, 0o600);
    t.equal(statSync(desk.at("flashed/station.key")).mode & 0o777, 0o600);

    t.equal((await desk.flash(...words)).status, 0);
    t.same(readdirSync(desk.at("ca/given")), ["HARBOUR-7"], "flashed again it keeps its certificate");
    t.not(/class="code">([\d-]+)</.exec(readFileSync(desk.at("flashed/HARBOUR-7.label.html"), "utf8"))?.[1], code, "and gets another code");
  },
);

t.test("the record says what was flashed, and nobody can change it unseen; the card is held against it", async (t) => {
  const desk = new Desk(t, IMAGE);
  desk.authority();
  t.equal((await desk.flash("stopline.img", "card.img", "--site", desk.site("A-1"), "--yes")).status, 0);
  const [name] = readdirSync(desk.at("flashed")).filter((each) => each.endsWith(".json"));
  const record = join("flashed", name!);
  const text = readFileSync(desk.at(record), "utf8");
  const sum = execFileSync("sha256sum", [desk.image], { encoding: "utf8" }).slice(0, 64);
  t.match(desk.records()[0], { unit: "A-1", image: { sha256: sum }, verified: { ranges: 8 } });
  const station = JSON.parse(text).station as string;
  t.match(await desk.flash("--verify", record), { status: 0, said: /A-1, flashed .*\n.*\n.*\n.*\nthe signature is right/ });
  t.match(await desk.flash("--verify", record, "card.img"), { status: 0, said: /data +as it was flashed\nPROVISION +as it was flashed/ });

  const card = readFileSync(desk.at("card.img"));
  const spoil = async (mib: number, words: RegExp) => {
    const changed = Buffer.from(card);
    changed[mib * MIB + 5_000]! ^= 1;
    writeFileSync(desk.at("card.img"), changed);
    t.match(await desk.flash("--verify", record, "card.img"), { status: 1, said: words });
  };
  await spoil(PLACES["rootfs-a"][0], /rootfs-a +NOT as it was flashed[\s\S]*PROVISION +as it/);
  await spoil(PLACES.PROVISION[0], /rootfs-a +as it was[\s\S]*PROVISION +NOT as it/);

  writeFileSync(desk.at(record), text.replace('"unit": "A-1"', '"unit": "A-2"'));
  t.match(await desk.flash("--verify", record), { status: 1, said: /not what this station signed/ });
  // Signed anew with a key of one's own, it is another station's.
  await desk.flash("stopline.img", "other.img", "--blank", "--yes", "--records", "others");
  const [other] = readdirSync(desk.at("others")).filter((each) => each.endsWith(".json"));
  t.match(await desk.flash("--verify", join("others", other!), "--station", station), { status: 1, said: /signed by another station/ });
});

t.test("an image packed as zst, gz or xz gives the same card as the image", async (t) => {
  const desk = new Desk(t, IMAGE);
  const image = readFileSync(desk.image);
  writeFileSync(desk.at("a.img.zst"), zstdCompressSync(image));
  writeFileSync(desk.at("b.img.gz"), gzipSync(image, { level: 1 }));
  writeFileSync(desk.at("c.img.xz"), execFileSync("xz", ["-0", "-c", desk.image], { maxBuffer: 64 * MIB }));
  t.equal((await desk.flash("stopline.img", "card.img", "--blank", "--yes")).status, 0);
  for (const packed of ["a.img.zst", "b.img.gz", "c.img.xz"]) {
    const { status, said } = await desk.flash(packed, "other.img", "--blank", "--yes");
    t.equal(status, 0, said);
    t.ok(readFileSync(desk.at("other.img")).equals(readFileSync(desk.at("card.img"))), packed);
  }
  writeFileSync(desk.at("d.img.gz"), gzipSync(image, { level: 1 }).subarray(0, 1_000_000));
  t.match(await desk.flash("d.img.gz", "other.img", "--blank", "--yes"), { status: 1, said: /d.img.gz cannot be read to its end/ });
});

t.test("a writing that breaks off in the middle goes on where it was, and ends as if nothing had been", async (t) => {
  const desk = new Desk(t, IMAGE);
  writeFileSync(desk.at("a.img.xz"), execFileSync("xz", ["-0", "-c", desk.image], { maxBuffer: 64 * MIB }));
  t.equal((await desk.flash("a.img.xz", "whole.img", "--blank", "--yes")).status, 0);
  // A reader that gives out after 15 MB: the stick that the image lay on was pulled.
  mkdirSync(desk.at("bin"));
  writeFileSync(desk.at("bin/xz"), `#!/bin/sh\n/usr/bin/xz "$@" | head -c 15000000\nexit 1\n`);
  chmodSync(desk.at("bin/xz"), 0o755);
  const path = process.env.PATH!;
  process.env.PATH = `${desk.at("bin")}:${path}`;
  const broken = await desk.flash("a.img.xz", "card.img", "--blank", "--yes");
  process.env.PATH = path;
  t.match(broken, { status: 1, said: /a\.img\.xz .*\. What is written is kept: the same words again go on from here/ });
  const card = readFileSync(desk.at("card.img"));
  t.notOk(card.equals(readFileSync(desk.at("whole.img"))));
  const again = await desk.flash("a.img.xz", "card.img", "--blank", "--yes");
  t.match(again, { status: 0, said: /going on where it stopped: 3 of 8 parts are looked at first/ });
  t.ok(readFileSync(desk.at("card.img")).equals(readFileSync(desk.at("whole.img"))));
  t.notOk(readdirSync(desk.at("flashed")).some((name) => name.startsWith("unfinished")));
});

t.test("a dry run says everything and writes nothing; nothing is written either without a word of consent", async (t) => {
  const desk = new Desk(t, IMAGE);
  desk.authority();
  const site = desk.site("A-1");
  const before = readdirSync(desk.folder, { recursive: true }).sort();
  t.match(await desk.flash("stopline.img", "card.img", "--site", site, "--dry-run"), {
    status: 0,
    said: /onto the file card\.img: 1\d MB of 29 MB matter[\s\S]*A-1 gets its identity on PROVISION: site\.toml, link\.env, page\.code, technician\.code, ca\.crt, stopline\.crt, stopline\.key/,
  });
  t.same(readdirSync(desk.folder, { recursive: true }).sort(), before);
  t.match(await desk.flash("stopline.img", "card.img", "--site", site), { status: 2, said: /nobody can be asked here; add --yes/ });
  t.notOk(existsSync(desk.at("card.img")));
  t.match(await desk.flash("stopline.img", "stopline.img", "--site", site, "--yes"), {
    status: 1,
    said: /stopline\.img is the image itself/,
  });
  t.match(await desk.flash("stopline.img", "/dev/null", "--site", site, "--yes"), { status: 1, said: /neither a disk nor a file/ });
  t.match(await desk.flash("stopline.img", "sdz", "--site", site, "--yes"), { status: 1, said: /there is no disk sdz/ });
});

t.test(
  "a site file that a unit could not run, or is another unit's, or speaks TLS without a certificate, never reaches a card",
  async (t) => {
    const desk = new Desk(t, IMAGE);
    const site = desk.site("A-1");
    t.match(await desk.flash("stopline.img", "card.img", "--site", site, "--yes"), {
      status: 1,
      said: /wants TLS, and no authority is named: --ca DIR/,
    });
    desk.authority();
    const wrong = desk.site("A-2", (text) => text.replace("baud = 38400", "baud = 38401"));
    const { status, said } = await desk.flash("stopline.img", "card.img", "--site", wrong, "--yes");
    t.equal(status, 1);
    t.match(said, /^A-2\.toml:21: .*baud/);
    t.notOk(existsSync(desk.at("card.img")));
  },
);

t.test("fifty cards from one table: wrong rows before the first card, and what is done is left out the next time", async (t) => {
  const desk = new Desk(t, IMAGE);
  desk.authority();
  const row = (unit: string, address: string) => `${unit},${desk.site(unit)},${address},10.20.0.1,8080`;
  const table = (...rows: readonly string[]) =>
    writeFileSync(desk.at("jobs.csv"), ["unit,site,address,gateway,panel", ...rows, ""].join("\n"));
  const flash = () => desk.flash("stopline.img", "--jobs", "jobs.csv", "--out", "cards");
  table(row("A-1", "10.20.0.5/24"), row("A-2", "10.20.1.6/24"), `A-3,${desk.site("B-3")},,,`, "A-4,nowhere.toml,,,");
  const refused = await flash();
  t.equal(refused.status, 1);
  t.match(refused.said, /jobs\.csv: row 3: the gateway 10\.20\.0\.1 is not in the network/);
  t.match(refused.said, /jobs\.csv: row 4: B-3\.toml is the site file of B-3, not of A-3/);
  t.match(refused.said, /jobs\.csv: row 5: .*no such file/);
  t.notMatch(refused.said, "row 2");
  t.notOk(existsSync(desk.at("cards")));

  table(row("A-1", "10.20.0.5/24"), row("A-2", "10.20.0.6/24"));
  t.match(await flash(), { status: 0, said: /2 units: 2 done/ });
  const [one, two] = ["A-1", "A-2"].map((unit) => readdirSync(desk.provision(`cards/${unit}.img`)).length);
  t.same([one, two], [8, 8]);
  const keys = ["A-1", "A-2"].map((unit) => readFileSync(desk.at(`provision of cards ${unit}.img`, "stopline.key"), "utf8"));
  t.not(keys[0], keys[1], "no two units share a key");
  const hashes = ["A-1", "A-2"].map((unit) => readFileSync(desk.at(`provision of cards ${unit}.img`, "page.code"), "utf8"));
  t.not(hashes[0], hashes[1], "nor a code");
  t.equal(
    readFileSync(desk.at("flashed/all.cards.label.html"), "utf8").split("<section").length,
    5,
    "their labels, each in two pieces, are one print",
  );

  table(row("A-1", "10.20.0.5/24"), row("A-2", "10.20.0.6/24"), row("A-3", "10.20.0.7/24"));
  t.match(await flash(), { status: 0, said: /A-1 was done .*\n.*A-2 was done [\s\S]*3 units: 1 done, 2 was done/ });
  // Whoever writes a record by hand has not flashed a card.
  const [mine] = readdirSync(desk.at("flashed")).filter((name) => name.startsWith("A-3-"));
  const record = readFileSync(desk.at("flashed", mine!), "utf8");
  writeFileSync(desk.at("flashed", mine!), record.replace(/"by": ".*"/, '"by": "nobody"'));
  t.match(await flash(), { status: 0, said: /3 units: 1 done, 2 was done/ });
});
