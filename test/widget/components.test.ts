import { createElement, type FunctionComponent } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type Component, createSSRApp, h } from "vue";
import { renderToString } from "vue/server-renderer";

/** Browser code is compiled by another TypeScript project than Node code, so it is imported by name. */
const load = <T>(name: string): Promise<T> => import(new URL(`../../src/widget/${name}.ts`, import.meta.url).href);
const { SaomaLogin: ReactLogin } = await load<{ SaomaLogin: FunctionComponent<object> }>("react");
const { SaomaLogin: VueLogin } = await load<{ SaomaLogin: Component }>("vue");
const { SaomaLogin: Element } = await load<{ SaomaLogin: { observedAttributes: readonly string[] } }>("element");
const { attributeNames, eventNames } =
  await load<Record<"attributeNames" | "eventNames", Record<string, string>>>("component");

const given = {
  server: "https://login.example.com",
  returnTo: "https://shop.example.com/?a=1&b=2",
  session: true,
  auto: false,
  claim: "header",
  onSignedIn: () => {},
} as const;

const attributesIn = (markup: string): string[] =>
  [...markup.matchAll(/ ([\w-]+)(?:="([^"]*)")?(?=[ >])/g)].map(([, name, value = ""]) => `${name}=${value}`).sort();

// An option that is off has no attribute, because the element checks its presence. Listeners are not in the markup.
const expected = [
  "claim=header",
  "return-to=https://shop.example.com/?a=1&amp;b=2",
  "server=https://login.example.com",
  "session=",
];

test("React renders the element and its attributes on a server, and no listener", () => {
  const markup = renderToStaticMarkup(createElement(ReactLogin, given));
  expect(markup).toMatch(/^<saoma-login [^>]*><\/saoma-login>$/);
  expect(attributesIn(markup)).toEqual(expected);
});

test("Vue does the same, by names in camel and in kebab case", async () => {
  for (const props of [given, { ...given, returnTo: undefined, "return-to": given.returnTo }]) {
    const markup = await renderToString(createSSRApp({ render: () => h(VueLogin, props) }));
    expect(markup).toMatch(/^<saoma-login [^>]*><\/saoma-login>$/);
    expect(attributesIn(markup)).toEqual(expected);
  }
});

test("the components have a name for each attribute that the element observes, and pass on all of its events", () => {
  const names = Object.values(attributeNames);
  expect(Element.observedAttributes.filter((name) => !names.includes(name))).toEqual([]);
  expect(new Set(Object.values(eventNames)).size).toBe(Object.keys(eventNames).length);
});
