// `saoma webhook`: lists dead letters and resends them.
import { parseConfig } from "../../server/config/parse.ts";
import type { WebhookConfig } from "../../server/config/webhooks.ts";
import type { Saoma } from "../../server/saoma.ts";
import { shownUrl } from "../../server/webhooks.ts";
import { commandLine } from "../actor.ts";
import type { Command } from "../command.ts";
import { readConfiguration } from "../configuration.ts";
import { CommandError } from "../failure.ts";
import { say } from "../say.ts";
import { withService } from "../with-service.ts";

const configuredIn = async (config: string | undefined): Promise<readonly WebhookConfig[]> =>
  parseConfig(await readConfiguration(config)).webhooks;

/** The maximum number of dead letters listed for an endpoint. */
const mostShown = 100;

export const listWebhooks: Command["run"] = async ({ config }) => {
  const webhooks = await configuredIn(config);
  if (webhooks.length === 0) console.log(say`The configuration has no webhooks.`);
  await withService(config, async ({ operator }) => {
    for (const { id, url } of webhooks) {
      const { count: waiting } = await operator.letterCount(id, "waiting");
      const { count: dead } = await operator.letterCount(id, "dead");
      console.log(`${shownUrl(url)}  ${say`${waiting} waiting, ${dead} dead`}`);
      for (const letter of await operator.letters(id, "dead", { createdAt: -1, id: "" }, mostShown)) {
        const written = new Date(letter.createdAt).toISOString();
        console.log(
          `  ${letter.id}  ${letter.type}  ${written}  ${say`${letter.tries} tries: ${letter.problem ?? ""}`}`,
        );
      }
    }
  });
};

export const resend: Command["run"] = async ({ config, letter = "" }) => {
  const webhooks = await configuredIn(config);
  await withService(config, async ({ operator }) => {
    const sent = await resendTo(operator, webhooks, letter);
    if (sent.every((one) => one === undefined)) throw new CommandError(say`no endpoint has a letter ${letter}`);
    if (!sent.includes(true)) throw new CommandError(say`${letter} waits for its turn, and is sent without this`);
    console.log(say`The running service sends it within a second. It says that it is out of order.`);
  });
};

const resendTo = (
  operator: Saoma["operator"],
  webhooks: readonly WebhookConfig[],
  id: string,
): Promise<(boolean | undefined)[]> =>
  Promise.all(webhooks.map((webhook) => operator.resendLetter({ endpoint: webhook.id, id }, commandLine)));
