import { expect, test } from "vitest";
import { withName } from "../../src/oidc/language.ts";

test.each([
  ["青禾茶铺", "登录青禾茶铺"],
  ["Grafana", "登录 Grafana"],
  ["7 号仓库", "登录 7 号仓库"],
  ["《茶》", "登录《茶》"],
])("Chinese has a space before a name only where that is Latin: %s", (name, title) => {
  expect(withName("登录", name)).toBe(title);
});
