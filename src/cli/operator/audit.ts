import { once } from "node:events";
import type { AuditLine } from "../../domain/audit.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../failure.ts";
import { say } from "../say.ts";
import { withService } from "../with-service.ts";

/** The number of lines that are read at a time, because the audit log may be long. */
const batch = 1_000;

export const run: Command["run"] = ({ config, after }) => {
  const from = readSeq(after);
  return withService(config, async ({ operator }) => {
    for (let seq = from, lines = batch; lines === batch; ) {
      const page = await operator.audit(seq, batch);
      for (const line of page) await print(line);
      seq = page.at(-1)?.seq ?? seq;
      lines = page.length;
    }
  });
};

function readSeq(after: string | undefined): number {
  if (after === undefined) return 0;
  if (!/^\d{1,15}$/.test(after)) throw new UsageError(say`--after must be the seq of a line, not ${after}`);
  return Number(after);
}

/** Waits if the reader of the output is slower. */
async function print({ at, accountId, ...line }: AuditLine): Promise<void> {
  const account = accountId === undefined ? {} : { account: accountId };
  const text = JSON.stringify({ ...line, at: new Date(at).toISOString(), ...account });
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, "drain");
}
