// Milliseconds that brackets-manager takes for double eliminations of the sizes given as arguments:
// prints {"256": {"create": ms, "result": ms}, ...}. Results are kept in its own in-memory database.

const { BracketsManager } = require("brackets-manager");
const { InMemoryDatabase } = require("brackets-memory-db");

const REPEATS = 3;
const RESULTS = 20;
const READY = 2;

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function measure(size) {
  const seeding = Array.from({ length: size }, (_, place) => `${place + 1}`);
  const stage = { tournamentId: 0, name: "stage", type: "double_elimination", seeding, settings: { grandFinal: "double" } };
  const creating = [];
  let manager;
  for (let run = 0; run < REPEATS; run += 1) {
    manager = new BracketsManager(new InMemoryDatabase());
    creating.push(await timed(() => manager.create.stage(stage)));
  }
  const matches = (await manager.storage.select("match")).filter((match) => match.status === READY);
  const reporting = [];
  for (const { id } of matches.slice(0, RESULTS)) {
    const result = { id, opponent1: { score: 1, result: "win" }, opponent2: { score: 0 } };
    reporting.push(await timed(() => manager.update.match(result)));
  }
  return { create: median(creating), result: median(reporting) };
}

(async () => {
  const found = {};
  for (const size of process.argv.slice(2)) found[size] = await measure(Number(size));
  console.log(JSON.stringify(found));
})();
