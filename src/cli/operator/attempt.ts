// `saoma attempt`: what happened to an attempt.
import type { AttemptLogEntry, LoggedAttempt } from "../../domain/attempt-log.ts";
import { masked } from "../../ports/log.ts";
import type { Command } from "../command.ts";
import { CommandError } from "../failure.ts";
import { say } from "../say.ts";
import { withService } from "../with-service.ts";

export const run: Command["run"] = ({ config, attempt: id = "" }) =>
  withService(config, async ({ operator }) => {
    const logged = await operator.attempt(id);
    if (!logged)
      throw new CommandError(say`nothing is known of an attempt ${id}: it never was, or its log was deleted`);
    for (const line of [...headOf(logged), ...logged.entries.map(lineOf)]) console.log(line);
  });

const headOf = ({
  id,
  applicationId,
  channel,
  purpose,
  browserName,
  status,
  reason,
  openId,
  accountId,
}: LoggedAttempt) => [
  `${id}  ${status}${reason === undefined ? "" : `: ${reason}`}`,
  `  ${say`${purpose} at ${applicationId} by ${channel}, in ${browserName || say`an unknown browser`}`}`,
  ...(openId === undefined
    ? []
    : [`  ${say`by ${masked(openId)}`}${accountId === undefined ? "" : say`, account ${accountId}`}`]),
];

const lineOf = (entry: AttemptLogEntry): string => `  ${new Date(entry.at).toISOString()}  ${wordsOf(entry)}`;

function wordsOf(entry: AttemptLogEntry): string {
  switch (entry.kind) {
    case "step":
      return `${entry.step}${entry.reason === undefined ? "" : `: ${entry.reason}`}`;
    case "push":
      return say`WeChat sent ${entry.event}`;
    case "reply":
      return entry.text === "" ? say`no reply` : say`reply: ${entry.text.replaceAll("\n", " ⏎ ")}`;
    case "call":
      return `${entry.endpoint} ${entry.result === 0 ? say`ok` : say`failed: ${entry.result}`}${ridOf(entry)}, ${Math.round(entry.ms)} ms`;
    case "refused":
      return say`a request was refused: ${entry.code}`;
  }
}

const ridOf = ({ rid }: { readonly rid?: string }): string => (rid === undefined ? "" : `, rid ${rid}`);
