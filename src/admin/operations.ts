import type { Operation } from "../http/operations/operation.ts";
import { accountsOperations } from "./operations/accounts.ts";
import { attemptsOperations } from "./operations/attempts.ts";
import { serviceOperations } from "./operations/service.ts";
import { sourcesOperations } from "./operations/sources.ts";
import { webhooksOperations } from "./operations/webhooks.ts";

/** Every route of the operator's listener. */
export const adminOperations: readonly Operation[] = [
  ...serviceOperations,
  ...accountsOperations,
  ...attemptsOperations,
  ...sourcesOperations,
  ...webhooksOperations,
];
