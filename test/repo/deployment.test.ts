import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { consoleSteps } from "../../src/cli/init/console-steps.ts";
import { operations } from "../../src/http/operations/operations.ts";
import { parseConfig } from "../../src/server/config/parse.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** Every path of the service that users, WeChat or other services request, with its parameters filled in. */
const paths = operations
  .map(({ path }) => path.replace("{file}", "MP_verify_Ab12.txt").replaceAll(/\{\w+\}/g, "x1"))
  .filter((path) => !["/healthz", "/readyz", "/openapi.json"].includes(path));

/** The paths that nginx's `location ~` matches. */
const locationOf = (text: string): RegExp => new RegExp(/location ~ (\S+) \{/.exec(text)?.[1] ?? "none");

/** The paths that Caddy's `path` matches. `*` stands for any text. */
const matcherOf = (text: string): RegExp => {
  const patterns = /@saoma path (.+)/.exec(text)?.[1]?.split(" ") ?? [];
  return new RegExp(`^(${patterns.map((one) => one.replaceAll(".", "\\.").replaceAll("*", ".*")).join("|")})$`);
};

const initLines = consoleSteps(
  parseConfig(
    {
      origin: "https://shop.example.com",
      database: { path: ":memory:" },
      sources: [{ kind: "subscription", appid: "wx0123456789abcdef", name: "青禾" }],
      applications: [{ id: "shop", name: "Shop" }],
    },
    {
      SAOMA_SECRET: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE",
      SAOMA_WX0123456789ABCDEF_TOKEN: "teahouse2026",
      SAOMA_WX0123456789ABCDEF_AES_KEY: "A".repeat(43),
    },
  ),
  { isInstalled: true },
);

// A path that one proxy's configuration omits fails only for the operators with that proxy.
test.each([
  ["nginx.conf", locationOf(read("docs/deployment/nginx.conf"))],
  ["nginx-two-instances.conf", locationOf(read("docs/deployment/nginx-two-instances.conf"))],
  ["what saoma init prints", locationOf(initLines.join("\n"))],
  ["Caddyfile", matcherOf(read("docs/deployment/Caddyfile"))],
])("%s forwards every path of Saoma's, and none of the site's", (_file, taken) => {
  expect(paths.length).toBeGreaterThan(15);
  expect(paths.filter((path) => !taken.test(path))).toEqual([]);
  expect(["/", "/orders", "/v2/x", "/healthz", "/readyz"].filter((path) => taken.test(path))).toEqual([]);
});

test("the README's lines for nginx send all of them on but the domain file, which its page names", () => {
  const taken = locationOf(read("README.md"));
  expect(paths.filter((path) => !taken.test(path))).toEqual(["/MP_verify_Ab12.txt"]);
  expect(read("docs/quick-start/in-wechat.md")).toContain("MP_verify_");
});

const variable = /SAOMA_(?:WX[0-9A-F]{16}_)?(?:SECRET|TOKEN|AES_KEY)_FILE/g;

test.each(["saoma.service", "compose.yaml", "compose-two-instances.yaml"])(
  "%s hands over every secret, as a file",
  (file) => {
    const appid = "SAOMA_WX0123456789ABCDEF";
    const all = ["SAOMA_SECRET_FILE", `${appid}_SECRET_FILE`, `${appid}_TOKEN_FILE`, `${appid}_AES_KEY_FILE`];
    expect(read(`docs/deployment/${file}`).match(variable)).toEqual(all);
  },
);

test("the image's Node is of the pinned one's kind, and compose leads to its port, its volume and its user", () => {
  const [dockerfile, compose] = [read("docs/deployment/Dockerfile"), read("docs/deployment/compose.yaml")];
  const pinned: { version: string } = JSON.parse(read("tools/node/package.json"));
  const images = [...dockerfile.matchAll(/^FROM node:(\d+)-slim/gm)].map(([, major]) => major);
  expect(images).toEqual(Array(dockerfile.match(/^FROM /gm)?.length).fill(pinned.version.split(".")[0]));
  const [, port] = /^EXPOSE (\d+)$/m.exec(dockerfile) ?? [];
  expect(compose).toContain(`127.0.0.1:7080:${port}"`);
  const [, volume] = /^VOLUME (\S+)$/m.exec(dockerfile) ?? [];
  expect(compose).toContain(`volumes: ["saoma:${volume}"]`);
  const files = [...compose.matchAll(/_FILE: \/run\/secrets\/(\S+)/g)].map(([, name]) => name);
  const named = [...compose.matchAll(/^ {2}(\S+): \{ file: \.\/secrets\/\1 \}$/gm)].map(([, name]) => name);
  expect(named).toEqual(files);
  expect(compose).toContain(`secrets: [${files.join(", ")}]`);
  expect(dockerfile.indexOf("USER node")).toBeGreaterThan(dockerfile.lastIndexOf("RUN "));
});
