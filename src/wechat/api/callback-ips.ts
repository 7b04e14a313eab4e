import * as z from "zod";
import type { Call } from "./call.ts";

const answer = z.object({ ip_list: z.array(z.string()) });

/** `getcallbackip`: the addresses and ranges that WeChat pushes from. They change; ask daily. */
export async function callbackIps(call: Call, origin: string): Promise<string[]> {
  return (await call({ origin, endpoint: "/cgi-bin/getcallbackip", answer })).ip_list;
}
