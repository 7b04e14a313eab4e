import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** What a proxy sends on, as a list of path beginnings. */
const paths = ["/v1/", "/wechat/", "/mini-program/", "/saoma-login.js", "/.well-known/jwks.json", "/MP_verify_"];

// A path that one proxy forgets fails at one operator's only.
test.each(["nginx.conf", "Caddyfile"])("%s sends every path of Saoma's on", (file) => {
  const text = read(`docs/deployment/${file}`).replaceAll("\\", "").replace("^/(", "^/(/").replaceAll("|", "|/");
  expect(paths.filter((path) => !text.includes(path))).toEqual([]);
});

const variable = /SAOMA_(?:WX[0-9A-F]{16}_)?(?:SECRET|TOKEN|AES_KEY)_FILE/g;

test.each(["saoma.service", "compose.yaml"])("%s hands over every secret, as a file", (file) => {
  const appid = "SAOMA_WX0123456789ABCDEF";
  const all = ["SAOMA_SECRET_FILE", `${appid}_SECRET_FILE`, `${appid}_TOKEN_FILE`, `${appid}_AES_KEY_FILE`];
  expect(read(`docs/deployment/${file}`).match(variable)).toEqual(all);
});
