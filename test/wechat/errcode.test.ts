import { expect, test } from "vitest";
import { isCodeRefused, meaningOf, remedyOf } from "../../src/wechat/index.ts";

// Every code that the documentation of the calls lists.
const listed = `-1 40001 40002 40003 40013 40014 40016 40017 40018 40019 40020 40021 40022 40023 40024 40025 40026 40027
  40029 40030 40032 40033 40036 40037 40039 40052 40053 40054 40055 40097 40125 40129 40159 40163 40164 40165 40169
  40201 40202 40203 40212 40226 40243 40249 41001 41002 41003 41004 41008 41030 42001 42002 42003 43002 43004 43019
  43101 43107 43108 43116 44002 44004 44990 44993 45002 45009 45011 45015 45029 45047 45056 45058 45059 45072 45080 45081 45157 45158 45159 46003 47001
  47003 48001 48002 48004 48006 49003 50001 50002 50004 50005 50007 61004 61024 65303 70000 76001 76002 76003 76004 76021
  76022 85079 85088 85096 85401 85402 85403 85406 85407 85408 87007 87008 87009 89501 89503 89504 89505 89506 89507
  268487001 268487002`;

test.each(listed.split(/\s+/).map(Number))("%i has a meaning", (errcode) => {
  expect(meaningOf(errcode)).toMatch(/^[^.]{10,}$/);
});

test("success and unknown codes have none", () => {
  expect([meaningOf(0), meaningOf(12345)]).toEqual([undefined, undefined]);
});

test("what an operator can do about it is a sentence", () => {
  const remedies = listed.split(/\s+/).map((errcode) => remedyOf(Number(errcode)));
  expect(remedies.filter((remedy) => remedy !== undefined).length).toBeGreaterThan(15);
  for (const remedy of remedies) if (remedy !== undefined) expect(remedy).toMatch(/^[A-Z].+\.$/);
  expect([remedyOf(40029), remedyOf(0)]).toEqual([undefined, undefined]);
});

test("codes that a person brought are refused by these", () => {
  const codes = listed.split(/\s+/).map(Number);
  expect(codes.filter(isCodeRefused)).toEqual([40029, 40163, 41008, 42003]);
  expect(isCodeRefused(0)).toBe(false);
});
