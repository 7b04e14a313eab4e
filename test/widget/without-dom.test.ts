import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

test("importing the widget where there is no DOM, as on a server, does nothing", () => {
  const source = new URL("../../src/widget/define.ts", import.meta.url);
  const script = `import { SaomaLogin } from "${source}"; console.log(typeof document, SaomaLogin.name);`;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
  expect(said.trim()).toBe("undefined SaomaLogin");
});
