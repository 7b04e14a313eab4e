import { answer } from "../../saoma.ts";

// Asked for anew each time: built in, it would stay the same when Saoma is upgraded.
export const dynamic = "force-dynamic";

export const GET = answer;
