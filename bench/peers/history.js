// A page of history in graphql-js, from memory: node history.js FILE ROUNDS PAGES
// The file holds {sdl, query, variables, data}; prints {execute_ms, encoded_ms}, CPU for each page.
import { readFileSync } from "node:fs";
import { buildSchema, execute, parse, validate } from "graphql";

const [file, rounds, pages] = process.argv.slice(2);
const { sdl, query, variables, data } = JSON.parse(readFileSync(file, "utf8"));
const schema = buildSchema(sdl);
const document = parse(query);
const mistakes = validate(schema, document);
if (mistakes.length) throw mistakes[0];

schema.getType("DateTime").serialize = (moment) => moment.toISOString();
const connection = data.room.messages;
for (const { node } of connection.edges) node.createdAt = new Date(node.createdAt);
const room = { ...data.room, messages: async () => connection };
const rootValue = { room: async () => room };

async function cpuOf(work) {
  const found = [];
  for (let round = 0; round <= Number(rounds); round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < Number(pages); i++) await work();
    const { user, system } = process.cpuUsage(before);
    found.push((user + system) / Number(pages) / 1000);
  }
  const counted = found.slice(1).sort((a, b) => a - b); // the first was to warm up
  return counted[Math.floor(counted.length / 2)];
}

const page = () => execute({ schema, document, rootValue, variableValues: variables });
const result = await page();
if (JSON.stringify(result.data) !== JSON.stringify(data)) throw new Error("not the same page");
const execute_ms = await cpuOf(page);
const encoded_ms = await cpuOf(async () => Buffer.from(JSON.stringify(await page())));
console.log(JSON.stringify({ execute_ms, encoded_ms }));
