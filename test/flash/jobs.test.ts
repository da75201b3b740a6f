import t from "tap";
import { rowsIn } from "../../src/flash/csv.ts";
import { jobsIn } from "../../src/flash/jobs.ts";
import { networkText } from "../../src/flash/network.ts";

const HEAD = "unit,site,address,gateway,dns,interface,broker,panel";
const problems = (...rows: readonly string[]) => jobsIn([HEAD, ...rows].join("\n")).problems;

t.test("a table as a spreadsheet saves it becomes a job for each unit", async (t) => {
  const { jobs, problems } = jobsIn(
    `${HEAD}\r\nA-1,"sites/a, old.toml",10.20.0.5/24,10.20.0.1,,,,8080\r\n\r\nA-2,b.toml,,,,,brain:8883,\r\n`,
  );
  t.same(problems, []);
  t.match(jobs, [
    { row: 2, unit: "A-1", site: "sites/a, old.toml", address: "10.20.0.5/24", panel: "8080" },
    { row: 4, unit: "A-2", site: "b.toml", address: "", broker: "brain:8883" },
  ]);
  t.equal(jobsIn(`\uFEFFsite;unit\na.toml;A-1\n`).jobs[0]?.unit, "A-1", "semicolons, another order, a byte order mark");
  t.same(rowsIn('a\n"two\nlines ""quoted"""\n')[1], { row: 2, cells: ['two\nlines "quoted"'] });
});

t.test("every wrong row is named, with all that is wrong with it", async (t) => {
  t.same(
    problems(
      "A 1,a.toml",
      "A-2,,10.20.0.5",
      "A-3,c.toml,10.20.0.7/24,10.21.0.1,x,,brain,80",
      "A-4,d.toml,,10.20.0.1,,end0",
      "A-5,e,,,,,,,9",
    ).map(({ row, words }) => `${row}: ${words}`),
    [
      '2: "A 1" is no unit\'s id: 1 to 32 letters, digits and dashes',
      '3: the address "10.20.0.5" is not one such as 10.20.0.5/24, with the bits of its network',
      "3: no site file is named",
      "4: the gateway 10.21.0.1 is not in the network of 10.20.0.7/24: the unit would never reach it",
      '4: the DNS server "x" is no address such as 10.20.0.1',
      '4: the broker "brain" is not HOST:PORT, as in brain.example.net:8883',
      '4: the status page\'s port "80" is no number from 1024 to 65535, such as 8080',
      "5: a gateway or DNS server without an address: without one the unit asks DHCP for all three",
      "6: it has 9 cells, the head 8; a cell with a comma in it wants quotes",
    ],
  );
});

t.test("two units never get one name, one site file or one address", async (t) => {
  t.match(problems("A-1,a.toml,10.0.0.5/24", "A-1,b.toml,10.0.0.6/24", "A-3,a.toml,10.0.0.5/16"), [
    { row: 3, words: "the unit A-1 stands in row 2 already" },
    { row: 4, words: "the site file a.toml stands in row 2 already" },
    { row: 4, words: "the address 10.0.0.5 stands in row 2 already" },
  ]);
});

t.test("a head that is not understood is said before any row", async (t) => {
  const first = (text: string) => jobsIn(text).problems.map(({ words }) => words);
  t.match(first("unit,adress\nA-1,x"), [/no column "site"/, /"adress" is not known; did you mean address\?/]);
  t.match(first("unit,site,unit\n"), [/"unit" stands there twice/]);
  t.match(first(""), [/the file is empty/]);
  t.match(first("unit,site\n"), [/no unit stands below it/]);
});

t.test("a fixed address names the port or takes every wired one; without one nothing is written", async (t) => {
  const network = { address: "10.20.0.5/24", gateway: "10.20.0.1", dns: "10.20.0.1", interface: "" };
  t.equal(networkText(network), "[Match]\nType=ether\n\n[Network]\nAddress=10.20.0.5/24\nGateway=10.20.0.1\nDNS=10.20.0.1\n");
  t.match(networkText({ ...network, interface: "end0" }), "[Match]\nName=end0\n");
  t.equal(networkText({ address: "", gateway: "", dns: "", interface: "" }), "");
});
