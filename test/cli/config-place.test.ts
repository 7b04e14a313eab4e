import { expect, test } from "vitest";
import { folderWith, saoma } from "./saoma.ts";

const file = "saoma.config.mjs";
const typed = "saoma.config.mts";

// This runs in a separate process, because only Node's own import reports these errors.
test.each([
  ["a missing comma", { [file]: 'export default {\n  a: "x"\n  b: 1 }' }, `${file}:3:3:`],
  ["one in TypeScript", { [typed]: 'const a: string = "x";\nexport default {\n  a\n  b: 1 }' }, `${typed}:4:3:`],
  ["a name twice", { [typed]: "const a: number = 1;\nconst a = 2;\nexport default {};" }, `${typed}:2:7:`],
  ["an imported file", { [file]: 'import "./b.mjs";\nexport default {};', "b.mjs": "const = 1;" }, "b.mjs:1:7:"],
  [
    "an unknown name",
    { [file]: "export default {\n  secret: sercet };" },
    `cannot be run, at ${"\0"}/${file}:2:11: sercet is not defined.`,
  ],
  [
    "what is not exported",
    { [file]: 'import { b } from "./b.mjs";\nexport default b;', "b.mjs": "export {};" },
    `${file}:1:10:`,
  ],
  ["what Node does not strip", { [typed]: "enum Tea { green }\nexport default {};" }, `${typed}:1:1:`],
  ["JSON", { [file]: 'import "./b.json" with { type: "json" };', "b.json": '{"a": }' }, "b.json: Unexpected token"],
  [
    "a request to nobody",
    { [file]: 'await fetch("http://127.0.0.1:1");\nexport default {};' },
    "fetch failed (bad port)",
  ],
])("of %s the configuration says where", async (_, files, place) => {
  const cwd = folderWith(files);
  const { code, stderr } = await saoma(["config", "check"], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain(place.replace("\0", cwd));
  expect(stderr.trim().split("\n")).toHaveLength(2);
});

test("without the simulator that a configuration asks, it says what to start", async () => {
  const client = new URL("../../src/simulator/client.ts", import.meta.url).href;
  const text = `import { createSimulatorClient } from "${client}";
await createSimulatorClient("http://127.0.0.1:9").world();
export default {};`;
  const { code, stderr } = await saoma(["config", "check"], { cwd: folderWith({ [typed]: text }) });
  expect(code).toBe(1);
  expect(stderr).toContain("no simulator answers at http://127.0.0.1:9: start it there with saoma simulator");
  expect(stderr).not.toContain("fetch failed");
});
