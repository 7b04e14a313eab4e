import type { PeopleCounts } from "../../adapters/sql/people-counts.ts";
import type { Config } from "../../server/config/config.ts";
import { type Finding, found } from "./findings.ts";

/** Counts people whom the configuration does not let in, and people whom an update asks for a confirmation. */
export function checkPeople(
  { applications }: Pick<Config, "applications">,
  people: PeopleCounts | undefined,
): Finding[] {
  if (!people) return [];
  const { waiting, stale, linked, strangers, deadLetters } = people;
  const isJoined = applications.some(({ policy }) => policy.newcomers === "bind-phone" && policy.phoneMatch === "link");
  return [
    ...(waiting > 0 && !isJoined ? [found("members.kept-out", { count: waiting })] : []),
    ...(stale > 0 && isJoined ? [found("members.stale", { count: stale })] : []),
    ...(linked > 0 ? [found("people.linked", { count: linked })] : []),
    ...(strangers > 0 ? [found("people.strangers", { count: strangers })] : []),
    ...(deadLetters > 0 ? [found("webhooks.dead", { count: deadLetters })] : []),
  ];
}
