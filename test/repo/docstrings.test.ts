import { expect, test } from "vitest";
import { declarationsOf } from "../../tools/api/declarations.ts";
import { surfaceOf } from "../../tools/api/surface.ts";

test("what lacks a docstring is found: names, members, members of members and of choices", () => {
  const text = `
    /** A word of it. */
    export interface A { b: string; /** A word. */ c: { d: number } }
    type B = { readonly kind: "one"; e: string } | { f(): void };
    export declare function g(options: { h: string }): void;
    export type { B };
  `;
  const found = declarationsOf("a.ts", new Map([["a.ts", text]]))
    .flatMap(surfaceOf)
    .filter(({ doc }) => doc === undefined);
  expect(found.map(({ path }) => path)).toEqual(["A.b", "A.c.d", "B", "B.e", "B.f", "g", "g.h"]);
});
