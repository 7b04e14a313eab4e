import { expect, test } from "vitest";
import { refusalOf } from "../../src/base/node-version.ts";

test.each(["0.12.18", "18.20.8", "20.19.0", "22.17.1"])(
  "Node %s gets a sentence that says which Node is needed, and how to get it",
  (version) => {
    expect(refusalOf(version)).toBe(
      `saoma needs Node 22.18 or newer; this is Node ${version}. \`npm install node@24\` puts a newer one beside it, which npx and npm's scripts find first.`,
    );
  },
);

test.each(["22.18.0", "22.23.3", "24.0.0", "26.10.0", undefined])("%s is supported", (version) => {
  expect(refusalOf(version)).toBeUndefined();
});
