import { expect, test } from "vitest";
import { groupName } from "../../src/domain/group.ts";

test("a group's name is of small letters, digits and three marks, and does not begin with a mark", () => {
  for (const name of ["a", "7", "staff", "a.b-c_d", "a".repeat(64)]) expect(name).toMatch(groupName);
  for (const name of ["", "Staff", ".staff", "-a", "staff ", "st aff", "员工", "a".repeat(65)])
    expect(name).not.toMatch(groupName);
});
