import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { saoma } from "../../saoma.ts";

export default async function Orders() {
  const request = { headers: await headers() };
  const who = await saoma().session(request, { application: "shop" });
  if (!who) redirect("/");
  return <p>Orders of {who.account.name}</p>;
}
