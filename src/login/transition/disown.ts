// The holder of the page says that the account of a linked WeChat is not theirs.
import { advance } from "../../domain/advance.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { profileIn } from "../phone/bind-phone.ts";
import { writeTransition } from "./apply.ts";
import { merge, type SideEffects } from "./effect.ts";
import { disownEvent, leaveAccount } from "./first-sign-in.ts";
import { resolvablePerson } from "./resolve-identity.ts";
import { transactAndPublish } from "./transact.ts";

/**
 * The user in the browser says that the account to which this WeChat was added recently is not theirs. Needed only for
 * sign-ins by WeChat's own page or a typed code, where no chat message could ask. The WeChat leaves the account, and the
 * attempt continues as a newcomer's. The caller has checked the claim.
 */
export async function disown(setup: LoginContext, id: string): Promise<void> {
  await transactAndPublish(setup, async (stores) => ({ effect: await disownOnce(setup, stores, id) }));
}

async function disownOnce(setup: LoginContext, stores: Stores, id: string): Promise<SideEffects> {
  const before = await stores.attempts.get(id);
  const application = before && setup.applications.get(before.applicationId);
  if (!before || !application) throw new SaomaError("attempt_not_found");
  const { openId = "", appid } = before;
  const event = disownEvent(application.policy, openId);
  const { attempt: after, outcome } = advance(before, event, stores.now);
  if (outcome !== "moved") throw new SaomaError("attempt_ended");
  const binding = await stores.phoneBindings.get(id);
  const told = binding ? profileIn(binding) : {};
  const left = await leaveAccount(setup, stores, before, resolvablePerson(setup, appid, openId, told));
  const moved = await writeTransition(setup, stores, { application, openId, told, before, after, outcome });
  return merge(left, moved.effect);
}
