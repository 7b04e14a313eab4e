import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { stranger } from "../third-party/install.ts";

interface Verifier {
  verify(body: string, headers: Readonly<Record<string, string>>): unknown;
}

/** `Webhook` of the npm package `standardwebhooks`. */
export const { Webhook } = stranger<{ Webhook: new (secret: string) => Verifier }>("standardwebhooks");

export const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDFrVnR3bM2Qo=";

export interface ReceivedLetter {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly accountId?: string;
  readonly sequence?: number;
  readonly outOfOrder?: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface WebhookReceiver {
  readonly url: string;
  /** The letters that were verified, accepted or not. */
  readonly letters: readonly ReceivedLetter[];
  /** The number of requests, verified or not. */
  asked: number;
  /** Returns the status of the response to a letter. */
  answers: (letter: ReceivedLetter) => number;
  close(): Promise<void>;
}

/** A receiver of webhooks, which verifies them with the package of Standard Webhooks. */
export async function receiveWebhooks(known: string = secret): Promise<WebhookReceiver> {
  const webhook = new Webhook(known);
  const letters: ReceivedLetter[] = [];
  const server = createServer(async (request, response) => {
    receiver.asked++;
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    try {
      const { "webhook-id": id = "" } = request.headers as Record<string, string>;
      const letter = { id, ...(webhook.verify(body, request.headers as Record<string, string>) as object) };
      letters.push(letter as ReceivedLetter);
      response.writeHead(receiver.answers(letter as ReceivedLetter), { location: "/elsewhere" }).end();
    } catch {
      response.writeHead(400).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?key=of-the-address`,
    letters,
    asked: 0,
    answers: () => 204,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
