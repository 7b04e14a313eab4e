import { expect, test } from "vitest";
import { type Terms, termsBeyond } from "../../src/domain/terms.ts";

const terms = (title: string, version: string): Terms => ({ title, version, url: "https://shop.saoma.test/terms" });
const [service, privacy] = [terms("服务条款", "2"), terms("隐私政策", "1")];

test("of an application's terms those are asked for that were not agreed to in this version", () => {
  expect(termsBeyond([service, privacy], [])).toEqual([service, privacy]);
  expect(termsBeyond([service, privacy], [service])).toEqual([privacy]);
  expect(termsBeyond([service, privacy], [privacy, service])).toEqual([]);
  expect(termsBeyond([service], [{ title: "服务条款", version: "1" }])).toEqual([service]);
  expect(termsBeyond([service], [{ title: "隐私政策", version: "2" }])).toEqual([service]);
});
