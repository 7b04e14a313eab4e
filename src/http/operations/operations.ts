import { accountOperations } from "./accounts.ts";
import { attemptOperations } from "./attempts.ts";
import { miniProgramOperations } from "./mini-program.ts";
import type { Operation } from "./operation.ts";
import { serviceOperations } from "./service.ts";
import { wechatOperations } from "./wechat.ts";

/** Every public route. `test/http/openapi.test.ts` holds this list against the routes there are. */
export const operations: readonly Operation[] = [
  ...attemptOperations,
  ...accountOperations,
  ...wechatOperations,
  ...miniProgramOperations,
  ...serviceOperations,
];
