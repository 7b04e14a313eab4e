import { describe } from "vitest";

/** The tests of the room that go through the whole service, as paths below `test`. */
const flows = (process.env.SAOMA_MUTATION_FLOWS ?? "").split(" ").filter((flow) => flow !== "");

// They run as one file, because each test file loads the whole service anew, which takes seconds for every mutant.
for (const flow of flows) {
  const [folder, name] = flow.split("/");
  describe(flow, async () => void (await import(`../${folder}/${name}.test.ts`)));
}
