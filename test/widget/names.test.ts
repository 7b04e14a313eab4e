import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isText } from "../../src/widget/texts.ts";
import { internalNames, shortCss } from "../../tools/widget-size.ts";

test("nothing that a text, the wire or a page's own objects call so is renamed in the bundle", () => {
  // What the operator's listener says, no widget reads.
  const wire = readdirSync("src/wire").filter((name) => name !== "admin.ts");
  const texts = wire.map((name) => readFileSync(`src/wire/${name}`, "utf8"));
  const known = (name: string) => isText(name) || texts.some((text) => new RegExp(`\\b${name}[:?]`).test(text));
  expect(internalNames.filter(known)).toEqual([]);
  const hosts = [Math, JSON, Date, Number, Object, Response.prototype, AbortSignal.prototype, Map.prototype, [], ""];
  expect(hosts.flatMap((host) => internalNames.filter((name) => name in Object(host)))).toEqual([]);
});

test("a style sheet is written short, and means the same", () => {
  const css = "/* said */\n.a > .b:hover,\n.c { color: var(--_line); width: calc(var(--_size) + 0.5em); }\n";
  expect(shortCss(css)).toBe(".a>.b:hover,.c{color:var(--a);width:calc(var(--b) + .5em)}");
});
