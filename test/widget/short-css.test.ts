import { expect, test } from "vitest";
import { shortCss } from "../../tools/widget-style.ts";

test("a style sheet is written short, and means the same", () => {
  const css = "/* said */\n.a > .b:hover,\n.c { color: var(--_line); width: calc(var(--_size) + 0.5em); }\n";
  expect(shortCss(css)).toBe(".a>.b:hover,.c{color:var(--a);width:calc(var(--b) + .5em)}");
});
