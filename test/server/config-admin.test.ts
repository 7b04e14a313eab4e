import { expect, test } from "vitest";
import { ConfigError } from "../../src/server/config/config-error.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { good } from "./options.ts";

const key = "Yq2mV8rT5wX1zB7nL3pK9cD6fG4hJ0sA-admin";

function problems(admin: unknown, environment: Record<string, string> = {}): string[] {
  try {
    parseConfig({ ...good, admin }, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

test("the operator's listener is off unless it is configured, and on loopback wants no more than a place", () => {
  expect(parseConfig(good, {})).not.toHaveProperty("admin");
  for (const listen of ["127.0.0.1:7081", "localhost:7081", "[::1]:7081"]) expect(problems({ listen })).toEqual([]);
  expect(parseConfig({ ...good, admin: { listen: "[::1]:7081" } }, {}).admin).toEqual({
    host: "::1",
    port: 7081,
    isLoopback: true,
    administrators: [],
  });
});

test("beyond loopback it wants an https origin and a key, both said at once", () => {
  for (const listen of ["0.0.0.0:7081", "[::]:7081", "10.0.0.7:7081"]) {
    expect(problems({ listen }).map((one) => one.split(" ")[0])).toEqual(["admin.origin", "admin.key"]);
    expect(problems({ listen, origin: "https://admin.tea.example", key })).toEqual([]);
    expect(problems({ listen, origin: "http://admin.tea.example", key }).join()).toContain("must be https");
  }
});

test("the key comes from the environment, and is never printed", () => {
  const environment = { SAOMA_ADMIN_KEY: key };
  const config = parseConfig({ ...good, admin: { listen: "127.0.0.1:7081" } }, environment);
  expect(config.admin?.key?.reveal()).toBe(key);
  expect(JSON.stringify(config)).not.toContain(key);
});

test("a key that would be guessed is refused", () => {
  expect(problems({ listen: "127.0.0.1:7081", key: "short" }).join()).toContain("at least 32 characters");
  expect(problems({ listen: "127.0.0.1:7081" }, { SAOMA_ADMIN_KEY: "password".repeat(5) }).join()).toContain(
    "SAOMA_ADMIN_KEY",
  );
});

test.each([
  "7081",
  ":7081",
  "127.0.0.1",
  "admin.tea.example:7081",
  "127.0.0.1:99999",
  "::1:7081",
  "http://127.0.0.1:7081",
])("%s is no place to listen", (listen) => {
  expect(problems({ listen }).join()).toContain("Write it as 127.0.0.1:7081");
});

test("an administrator is named once, by a name that the audit can hold", () => {
  const listen = "127.0.0.1:7081";
  const anna = { account: "1003", name: "anna" };
  const named = (...administrators: object[]) => problems({ listen, administrators }).map((one) => one.split(" ")[0]);
  expect(named(anna, { account: "1004", name: "ben", right: "read" })).toEqual([]);
  expect(named(anna, { ...anna, name: "ben" })).toEqual(["admin.administrators[1].account"]);
  expect(named(anna, { ...anna, account: "1004" })).toEqual(["admin.administrators[1].name"]);
  expect(named({ ...anna, name: "安娜" })).toEqual(["admin.administrators[0].name"]);
});
