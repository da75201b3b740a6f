// What stands before each bundled file. The sources name what lies beside them by URL; what opens the files that are inside the executable
// knows paths alone.
const { fileURLToPath } = require("node:url");
const [fs, threads] = [require("node:fs"), require("node:worker_threads")];
const byPath = (place) => (place instanceof URL && place.protocol === "file:" ? fileURLToPath(place) : place);
for (const name of ["readFileSync", "readdirSync", "existsSync", "statSync"]) {
  const inner = fs[name];
  fs[name] = (place, ...rest) => inner(byPath(place), ...rest);
}
const { Worker } = threads;
threads.Worker = class extends Worker {
  constructor(place, options) {
    super(byPath(place), options);
  }
};
