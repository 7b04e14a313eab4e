import type { Attempt } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";

/** Whether an attempt asks for a phone now; false if it has been granted. Fails if it never asked, or has ended. */
export function isPhoneRequired({ status }: Attempt): boolean {
  if (status === "phone_required") return true;
  if (status === "granted" || status === "redeemed") return false;
  throw new SaomaError(status === "pending" || status === "scanned" ? "phone_not_asked" : "attempt_ended");
}
