import { expect, test } from "vitest";
import { operations } from "../../src/http/operations/operations.ts";
import { isOwnPath } from "../../src/http/own-paths.ts";

const inside = ["/healthz", "/readyz", "/openapi.json"];
const paths = operations.map(({ path }) => path.replace("{file}", "MP_verify_Ab12.txt").replaceAll(/\{\w+\}/g, "x1"));

test("every public route is Saoma's own path, and no internal route is", () => {
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !isOwnPath(path))).toEqual(inside);
});

test("a query changes nothing, and a site's own pages stay the site's", () => {
  expect(isOwnPath("/v1/session?application=shop")).toBe(true);
  const others = [
    "/",
    "/?to=/v1/session",
    "/v2/x",
    "/v1",
    "/wechatty",
    "/saoma-login.jsx",
    "/MP_verify_a/b.txt",
    "/orders",
  ];
  expect(others.filter((path) => isOwnPath(path))).toEqual([]);
});

test("a push is Saoma's in every spelling that the service takes", () => {
  const pushes = ["/wechat/wx1/push", "/WeChat/WX1/Push", "/wechat//wx1/push/?signature=x"];
  expect(pushes.filter((path) => !isOwnPath(path))).toEqual([]);
  expect(isOwnPath("/WeChat/wx1/articles")).toBe(false);
});

test("wechat-server's own paths are the site's, unless an application uses them", () => {
  const theirs = ["/api/wechat", "/api/wechat?signature=x", "/api/wechat/user?code=1", "/api/wechat/access_token"];
  expect(theirs.filter((path) => isOwnPath(path))).toEqual([]);
  expect(theirs.filter((path) => isOwnPath(path, { atRoot: true }))).toEqual(theirs);
  const others = ["/api/wechat/else", "/api/wechats", "/api", "/x/api/wechat"];
  expect(others.filter((path) => isOwnPath(path, { atRoot: true }))).toEqual([]);
  expect(isOwnPath("/compat/wechat-server/shop/api/wechat/user?code=1")).toBe(true);
});
